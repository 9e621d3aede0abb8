using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.Deepgram;

/// <summary>One stream's connection, made when its first utterance begins and kept open between utterances.</summary>
internal sealed class DeepgramSource : IUtteranceDecoderSource
{
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(4);

    private readonly Uri _address;
    private readonly Lock _gate = new();
    private readonly ITimer _keepAlive;
    private DeepgramConnection? _connection;
    private Task _lastClose = Task.CompletedTask;
    private long _idleSince;
    private bool _idle;

    public DeepgramSource(DeepgramOptions options, UtteranceOptions utterances, TimeProvider timeProvider)
    {
        Options = options;
        TimeProvider = timeProvider;
        ServiceEndsUtterances = utterances.Silence is not null;
        _address = DeepgramAddress.Of(options, utterances);
        _keepAlive = timeProvider.CreateTimer(static s => ((DeepgramSource)s!).KeepAlive(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DeepgramOptions Options { get; }

    public TimeProvider TimeProvider { get; }

    /// <summary>False with a talk key: then only its owner ends an utterance.</summary>
    public bool ServiceEndsUtterances { get; }

    public async ValueTask<IUtteranceDecoder> LeaseAsync(CancellationToken cancellationToken)
    {
        DeepgramConnection? connection;
        lock (_gate)
        {
            _idle = false;
            connection = _connection;
        }

        if (connection is null || connection.Failure is not null)
        {
            connection = await ConnectAsync(cancellationToken);
        }

        var utterance = new DeepgramUtterance(this, connection);
        connection.Listen(utterance);
        return utterance;
    }

    /// <summary>A new connection for an utterance whose connection broke.</summary>
    public async Task<DeepgramConnection> ReconnectAsync(DeepgramUtterance utterance, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        connection.Listen(utterance);
        return connection;
    }

    /// <summary>The utterance is over.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _connection?.Listen(null);
            _idle = true;
            _idleSince = TimeProvider.GetTimestamp();
            _keepAlive.Change(KeepAliveInterval, KeepAliveInterval);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _keepAlive.DisposeAsync();
        await Close();
    }

    private async Task<DeepgramConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        _ = Close();
        var connection = await DeepgramConnection.OpenAsync(Options, _address, TimeProvider, cancellationToken);
        lock (_gate)
        {
            _connection = connection;
        }

        return connection;
    }

    private void KeepAlive()
    {
        lock (_gate)
        {
            if (!_idle || _connection is null)
            {
                _keepAlive.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }

            if (TimeProvider.GetElapsedTime(_idleSince) < Options.IdleTimeout)
            {
                _connection.KeepAlive();
                return;
            }
        }

        _ = Close();
    }

    /// <summary>Closes the connection; the returned task has seen every close before it too.</summary>
    private Task Close()
    {
        lock (_gate)
        {
            if (_connection is { } connection)
            {
                _connection = null;
                _lastClose = Task.WhenAll(_lastClose, connection.DisposeAsync().AsTask());
            }

            return _lastClose;
        }
    }
}
