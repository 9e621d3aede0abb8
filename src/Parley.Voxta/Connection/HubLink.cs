using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using Parley.Realtime;
using Parley.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>One open hub connection: handshake, invocations with their completions, pings, binary audio. Dies whole.</summary>
internal sealed class HubLink : ILink
{
    private readonly WebSocketConnection _connection;
    private readonly IHubLinkListener _listener;
    private readonly HubLinkOptions _options;
    private readonly HubRecordBuffer _records = new();
    private readonly HubRecordWriter _writer = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly PooledBufferWriter _output = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> _pending = new();
    private readonly TaskCompletionSource<string?> _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ConnectionEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _keepAlive;
    private long _lastReceived;
    private int _lastInvocation;
    private Exception? _closeError;
    private bool _closeAnnounced;

    private HubLink(WebSocket socket, HubLinkOptions options, IHubLinkListener listener)
    {
        _options = options;
        _listener = listener;
        _lastReceived = options.TimeProvider.GetTimestamp();
        _connection = new WebSocketConnection(socket, new WebSocketConnectionOptions
        {
            MaxMessageBytes = options.MaxMessageBytes,
            Tap = options.Tap,
            Secrets = options.Secrets,
            TimeProvider = options.TimeProvider,
        });
    }

    public Task<ConnectionEnd> Completion => _completion.Task;

    /// <summary>Opens a socket and shakes hands.</summary>
    /// <exception cref="ConnectionException">The socket could not be opened, or ended before the handshake.</exception>
    /// <exception cref="VoxtaException">The server refused the handshake.</exception>
    public static async Task<HubLink> OpenAsync(WebSocketRequest request, HubLinkOptions options, IHubLinkListener listener, CancellationToken cancellationToken)
    {
        var socket = await options.Connector.ConnectAsync(request, cancellationToken).ConfigureAwait(false);
        var link = new HubLink(socket, options, listener);
        try
        {
            _ = link.RunAsync();
            await link.WriteAsync(static (_, output, _) => HubRecordWriter.WriteHandshakeRequest(output), 0, cancellationToken).ConfigureAwait(false);
            if (await link._handshake.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is { } error)
            {
                throw new VoxtaException(VoxtaErrorCodes.Refused, "The server refused the handshake: " + error);
            }

            link._keepAlive = options.TimeProvider.CreateTimer(static state => ((HubLink)state!).KeepAlive(), link, options.KeepAliveInterval, options.KeepAliveInterval);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a message and waits until the server has taken it.</summary>
    /// <exception cref="VoxtaException">The server refused it.</exception>
    /// <exception cref="RealtimeException">The connection ended first.</exception>
    /// <exception cref="TimeoutException">No completion came in time.</exception>
    public async Task InvokeAsync(ClientMessage message, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastInvocation).ToString(CultureInfo.InvariantCulture);
        var completion = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = completion;
        using var deadline = _options.TimeProvider.CreateCancellationTokenSource(_options.RequestTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (_completion.Task.IsCompleted)
            {
                throw EndError();
            }

            await WriteAsync(static (writer, output, state) => writer.WriteCall(output, state.id, state.message), (id, message), either.Token).ConfigureAwait(false);
            if (await completion.Task.WaitAsync(either.Token).ConfigureAwait(false) is { } error)
            {
                throw new VoxtaException(VoxtaErrorCodes.Refused, error);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not answer within {_options.RequestTimeout.TotalSeconds:0.#} s.");
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    /// <summary>Sends raw PCM as one binary message, waiting while the bounded queue is full.</summary>
    public ValueTask SendAudioAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken) =>
        _connection.SendAsync(pcm, WebSocketMessageType.Binary, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_keepAlive is { } timer)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
        await _completion.Task.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var end = await _connection.RunAsync(ReceiveAsync).ConfigureAwait(false);
        if (_closeAnnounced && !end.ClosedHere)
        {
            end = end with { Error = _closeError };
        }

        _completion.TrySetResult(end);
        var error = EndError();
        _handshake.TrySetException(error);
        _ = _handshake.Task.Exception;
        foreach (var pending in _pending.Values)
        {
            pending.TrySetException(error);
        }

        _records.Dispose();
    }

    private ValueTask ReceiveAsync(WebSocketMessage message)
    {
        Volatile.Write(ref _lastReceived, _options.TimeProvider.GetTimestamp());
        if (message.Type == WebSocketMessageType.Binary)
        {
            _listener.OnAudio(message.Payload);
            return default;
        }

        _records.Append(message.Payload);
        try
        {
            while (_records.TryRead(out var record))
            {
                Take(record.Span);
            }
        }
        catch (HubProtocolException error)
        {
            throw new ProtocolViolationException(error.Message, error);
        }

        return default;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var record = HubRecord.Parse(bytes);
        if (!_handshake.Task.IsCompleted)
        {
            _handshake.TrySetResult(record.Error);
            return;
        }

        switch (record.Type)
        {
            case HubRecordType.Invocation when record.TargetIs("ReceiveMessage") && !record.Argument.IsEmpty:
                _listener.OnMessage(this, VoxtaWire.ReadServer(record.Argument));
                break;
            case HubRecordType.Completion when record.InvocationIdText is { } id:
                _listener.OnCompletion(new Completion(id, record.Error));
                if (_pending.TryRemove(id, out var pending))
                {
                    pending.TrySetResult(record.Error);
                }

                break;
            case HubRecordType.Close:
                _closeAnnounced = true;
                _closeError = record.AllowReconnect
                    ? new ConnectionException(RealtimeErrorCodes.ConnectionLost, record.Error ?? "The server asked to connect again.")
                    : record.Error is { } text ? new VoxtaException(VoxtaErrorCodes.ServerError, text) : null;
                break;
            default:
                // Pings and what only other kinds of hubs send.
                break;
        }
    }

    private async Task WriteAsync<TState>(Action<HubRecordWriter, PooledBufferWriter, TState> write, TState state, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _output.Clear();
            write(_writer, _output, state);
            await _connection.SendAsync(_output.WrittenMemory, WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _output.Clear();
            _writing.Release();
        }
    }

    private void KeepAlive()
    {
        if (_options.TimeProvider.GetElapsedTime(Volatile.Read(ref _lastReceived)) >= _options.ServerTimeout)
        {
            _connection.Abort();
            return;
        }

        _ = PingAsync();
    }

    private async Task PingAsync()
    {
        try
        {
            await WriteAsync(static (_, output, _) => HubRecordWriter.WritePing(output), 0, _connection.Closing).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RealtimeException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended; its completion says so.
        }
    }

    private Exception EndError() =>
        _completion.Task is { IsCompleted: true, Result.Error: { } error }
            ? error
            : new ConnectionException(RealtimeErrorCodes.Closed, "The connection is closed.", isTransient: false);
}
