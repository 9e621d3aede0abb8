using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>
/// One open connection: whole messages in through a read loop, any thread's messages out through one bounded writer, and a
/// close handshake with a deadline. It lives once; a reconnect makes a new one.
/// </summary>
/// <remarks>Owns the socket. <see cref="RunAsync"/> is called once; everything else is thread-safe.</remarks>
public sealed class WebSocketConnection : IAsyncDisposable
{
    private readonly WebSocket _socket;
    private readonly WebSocketConnectionOptions _options;
    private readonly WebSocketSender _sender;
    private readonly RedactingTap? _tap;
    private readonly TaskCompletionSource<ConnectionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private int _started;
    private int _disposed;
    private volatile bool _closedHere;

    /// <summary>Takes over an open socket.</summary>
    /// <param name="socket">Server or client side.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    public WebSocketConnection(WebSocket socket, WebSocketConnectionOptions? options = null)
    {
        _socket = socket ?? throw new ArgumentNullException(nameof(socket));
        _options = options ?? new WebSocketConnectionOptions();
        _sender = new WebSocketSender(socket, _options.Sender with { TimeProvider = _options.TimeProvider });
        _tap = _options.Tap is { } tap ? new RedactingTap(tap, _options.Secrets) : null;
    }

    /// <summary>Completes when the connection has ended, with the reason. Never faults.</summary>
    public Task<ConnectionEnd> Completion => _ended.Task;

    /// <summary>Cancelled when this side begins to close or drops the connection: a handler that waits for room must give up then.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Bytes that wait to be sent.</summary>
    public int QueuedBytes => _sender.QueuedBytes;

    /// <summary>Sends a message, waiting while the bounded queue is full.</summary>
    /// <param name="payload">The whole message; copied.</param>
    /// <param name="type">Text (UTF-8) or binary.</param>
    /// <param name="cancellationToken">Ends the wait for room only.</param>
    /// <exception cref="RealtimeException">The connection has ended.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, WebSocketMessageType type = WebSocketMessageType.Text, CancellationToken cancellationToken = default)
    {
        _tap?.Show(TrafficDirection.Sent, type, payload.Span);
        return _sender.SendAsync(payload, type, cancellationToken);
    }

    /// <summary>Reads until the connection ends, handing each message over in order. A receive is always pending but while a handler runs.</summary>
    /// <param name="handler">Takes the messages. An exception of it ends the connection with 1011, a protocol violation with 1002 or 1009.</param>
    /// <returns>How it ended; never faults.</returns>
    public async Task<ConnectionEnd> RunAsync(WebSocketMessageHandler handler)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("The read loop runs once.");
        }

        ConnectionEnd end;
        using (var reader = new WebSocketMessageReader(_socket, _options.MaxMessageBytes, _options.WaitWithoutBuffer))
        {
            end = await ReadUntilEndAsync(reader, handler ?? throw new ArgumentNullException(nameof(handler))).ConfigureAwait(false);
        }

        _ended.TrySetResult(end);
        return end;
    }

    /// <summary>Sends what waits, closes, and waits for the peer's answer up to the deadline. Idempotent.</summary>
    /// <param name="status">The close code, default 1000.</param>
    /// <param name="reason">Why; null for nothing.</param>
    public async Task<ConnectionEnd> CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null)
    {
        _closedHere = true;
        CancelClosing();
        using var limit = _options.TimeProvider.CreateCancellationTokenSource(_options.CloseTimeout);
        if (!await _sender.CloseAsync(status, reason, _options.CloseTimeout).ConfigureAwait(false) || Volatile.Read(ref _started) == 0)
        {
            Abort();
        }

        try
        {
            await _ended.Task.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The peer does not answer the close: nobody waits for it longer than the deadline.
            Abort();
        }

        return await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Drops the connection without a goodbye.</summary>
    public void Abort()
    {
        CancelClosing();
        _socket.Abort();
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ended.TrySetResult(new ConnectionEnd(null, null, ConnectionException.FromClose(null, null), _closedHere));
        }
    }

    /// <summary>Closes with 1000 within the deadline and frees the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await CloseAsync().ConfigureAwait(false);
        await _sender.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private void CancelClosing()
    {
        if (!_closing.IsCancellationRequested)
        {
            _closing.Cancel();
        }
    }

    private async Task<ConnectionEnd> ReadUntilEndAsync(WebSocketMessageReader reader, WebSocketMessageHandler handler)
    {
        try
        {
            while (true)
            {
                var message = await reader.ReadAsync().ConfigureAwait(false);
                if (message.IsClose)
                {
                    var answer = _socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure;
                    await _sender.CloseAsync(answer, null, _options.CloseTimeout).ConfigureAwait(false);
                    return Closed();
                }

                _tap?.Show(TrafficDirection.Received, message.Type, message.Payload.Span);
                await handler(message).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            var cause = _sender.Completion.IsCompleted ? await _sender.Completion.ConfigureAwait(false) : null;
            return new ConnectionEnd(null, null, cause as SlowConsumerException ?? (RealtimeException)ConnectionException.FromClose(null, null, e), _closedHere);
        }
        catch (ProtocolViolationException e)
        {
            var status = e is MessageTooLargeException ? WebSocketCloseStatus.MessageTooBig : WebSocketCloseStatus.ProtocolError;
            await _sender.CloseAsync(status, e.Code, _options.CloseTimeout).ConfigureAwait(false);
            return new ConnectionEnd(status, e.Code, e, ClosedHere: true);
        }
        catch (Exception e)
        {
            await _sender.CloseAsync(WebSocketCloseStatus.InternalServerError, null, _options.CloseTimeout).ConfigureAwait(false);
            return new ConnectionEnd(WebSocketCloseStatus.InternalServerError, null, e, ClosedHere: true);
        }
    }

    private ConnectionEnd Closed()
    {
        var status = _socket.CloseStatus;
        var reason = _socket.CloseStatusDescription;
        var asked = _closedHere || status is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.Empty;
        return new ConnectionEnd(status, reason, asked ? null : ConnectionException.FromClose(status, reason), _closedHere);
    }
}
