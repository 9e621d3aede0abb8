using System.Net.WebSockets;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>One initialised connection: socket, <c>init</c>, <c>ready</c>, heartbeat, and the reading of what comes.</summary>
internal sealed class VoxNexusLink : ILink
{
    private readonly VoxNexusOptions _options;
    private readonly IVoxNexusLinkListener _listener;
    private readonly WebSocketConnection _connection;
    private readonly TaskCompletionSource<ReadyMessage> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<ConnectionEnd> _completion;
    private ITimer? _heartbeat;
    private ErrorMessage? _lastError;
    private bool _answersPings;
    private int _silentBeats;

    private VoxNexusLink(WebSocket socket, VoxNexusOptions options, IVoxNexusLinkListener listener)
    {
        _options = options;
        _listener = listener;
        _connection = new WebSocketConnection(socket, new WebSocketConnectionOptions
        {
            MaxMessageBytes = options.MaxMessageBytes,
            CloseTimeout = options.CloseTimeout,
            Tap = options.Tap,
            Secrets = options.ApiKey is { } key ? [key] : [],
            TimeProvider = options.TimeProvider,
        });
        _completion = RunAsync();
    }

    public Task<ConnectionEnd> Completion => _completion;

    /// <summary>Cancelled when this side begins to close.</summary>
    public CancellationToken Closing => _connection.Closing;

    /// <summary>The latest <c>ready</c>.</summary>
    public ReadyMessage Ready { get; private set; } = new();

    /// <summary>Scratch space of the read loop, for decoding base64.</summary>
    public PooledBufferWriter Decoded { get; } = new();

    public static async Task<VoxNexusLink> OpenAsync(VoxNexusOptions options, string path, IWireMessage init, IVoxNexusLinkListener listener, CancellationToken cancellationToken)
    {
        using var deadline = options.TimeProvider.CreateCancellationTokenSource(options.ConnectTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        VoxNexusLink? link = null;
        try
        {
            var socket = await options.Connector.ConnectAsync(options.Request(path), either.Token).ConfigureAwait(false);
            link = new VoxNexusLink(socket, options, listener);
            link.Ready = await link.InitializeAsync(init, either.Token).ConfigureAwait(false);
            link.StartHeartbeat();
            return link;
        }
        catch (Exception e)
        {
            if (link is not null)
            {
                link._connection.Abort();
                await link.DisposeAsync().ConfigureAwait(false);
            }

            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"The service was not ready within {options.ConnectTimeout.TotalSeconds:0.###} s.");
            }

            throw;
        }
    }

    public async ValueTask SendAsync(IWireMessage message, CancellationToken cancellationToken)
    {
        using var wire = new PooledBufferWriter();
        message.Write(wire);
        await _connection.SendAsync(wire.WrittenMemory, WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, WebSocketMessageType type, CancellationToken cancellationToken) =>
        _connection.SendAsync(payload, type, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _heartbeat?.Dispose();
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _completion.ConfigureAwait(false);
    }

    private async Task<ReadyMessage> InitializeAsync(IWireMessage init, CancellationToken cancellationToken)
    {
        await SendAsync(init, cancellationToken).ConfigureAwait(false);
        await Task.WhenAny(_ready.Task, _completion).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_ready.Task.IsCompleted)
        {
            return await _ready.Task.ConfigureAwait(false);
        }

        var end = await _completion.ConfigureAwait(false);
        throw end.Error ?? ConnectionException.FromClose(end.CloseStatus, end.CloseReason);
    }

    private async Task<ConnectionEnd> RunAsync()
    {
        var end = await _connection.RunAsync(OnMessageAsync).ConfigureAwait(false);
        _heartbeat?.Dispose();
        Decoded.Dispose();

        // The service says why in an error message first; the close carries its code as the reason.
        return _lastError is { } error && end.Error is ConnectionException && end.CloseReason == error.Code.Value
            ? end with { Error = new VoxNexusException(error) }
            : end;
    }

    private ValueTask OnMessageAsync(WebSocketMessage message)
    {
        Volatile.Write(ref _silentBeats, 0);
        if (message.Type == WebSocketMessageType.Binary)
        {
            return _listener.OnBinaryAsync(this, message.Payload.Span);
        }

        if (WireFrame.Read(message.Payload.Span, out var frame) != WireReadStatus.Ok)
        {
            // Nothing a client could answer: it is shown and passed over.
            _listener.Publish(new UnknownMessage(string.Empty, message.Payload.ToArray()));
            return default;
        }

        switch (frame.Kind)
        {
            case WireMessageKind.Ready:
                OnReady(ReadyMessage.Read(frame.Json));
                return default;
            case WireMessageKind.Error:
                OnError(ErrorMessage.Read(frame.Json));
                return default;
            case WireMessageKind.Pong:
                _answersPings = true;
                return default;
            case WireMessageKind.Unknown:
                _listener.Publish(new UnknownMessage(frame.TypeName, message.Payload.ToArray()));
                return default;
            default:
                return _listener.OnFrameAsync(this, frame);
        }
    }

    private void OnReady(ReadyMessage ready)
    {
        Ready = ready;
        _ready.TrySetResult(ready);
    }

    private void OnError(ErrorMessage error)
    {
        _lastError = error;
        if (!_ready.TrySetException(new VoxNexusException(error)))
        {
            _listener.OnError(this, error);
        }
    }

    private void StartHeartbeat()
    {
        if (_options.HeartbeatInterval is { } interval)
        {
            _heartbeat = _options.TimeProvider.CreateTimer(static s => _ = ((VoxNexusLink)s!).BeatAsync(), this, interval, interval);
        }
    }

    private async Task BeatAsync()
    {
        // A service that never answered a ping may simply not do so; one that did and has fallen silent is gone.
        if (Interlocked.Increment(ref _silentBeats) > 2 && _answersPings)
        {
            _connection.Abort();
            return;
        }

        try
        {
            await SendAsync(new PingMessage(), Closing).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RealtimeException or OperationCanceledException)
        {
            // The read loop reports how the connection ended.
        }
    }
}
