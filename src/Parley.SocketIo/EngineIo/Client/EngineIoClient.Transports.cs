using System.Net.WebSockets;
using Parley.Realtime;

namespace Parley.SocketIo.EngineIo.Client;

/// <summary>Polling, WebSocket, and the way from one to the other.</summary>
internal sealed partial class EngineIoClient
{
    private static readonly byte[] Probe = "2probe"u8.ToArray();
    private static readonly byte[] Upgrade = "5"u8.ToArray();

    /// <summary>Completes when the transport will not change any more.</summary>
    private readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<bool> _pollingEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task OpenPollingAsync(CancellationToken cancellationToken)
    {
        var payload = await _polling.PollAsync(null, _options.MaxMessageSize, cancellationToken).ConfigureAwait(false);
        try
        {
            var end = payload.WrittenSpan.IndexOf(EngineIoPayloadReader.Separator);
            AcceptHandshake(end < 0 ? payload.WrittenMemory : payload.WrittenMemory[..end]);
            if (end >= 0 && !await HandlePayloadAsync(payload.WrittenMemory[(end + 1)..]).ConfigureAwait(false))
            {
                return;
            }
        }
        finally
        {
            payload.Dispose();
        }

        Start(PollAsync);
        if (_options.Transports == SocketIoClientTransports.PollingThenWebSocket && Handshake.Upgrades.Contains("websocket"))
        {
            Start(UpgradeAsync);
        }
        else
        {
            _settled.TrySetResult(true);
        }

        Flush();
    }

    private async Task OpenWebSocketAsync(CancellationToken cancellationToken)
    {
        var socket = await ConnectWebSocketAsync(null, cancellationToken).ConfigureAwait(false);
        try
        {
            var (first, isBinary) = await EngineIoMessageReader.ReadAsync(socket.Socket, null, _options.MaxMessageSize, cancellationToken).ConfigureAwait(false);
            using (first)
            {
                if (first is null || isBinary)
                {
                    throw new ProtocolViolationException("The server's first packet is not an Engine.IO 4 handshake.");
                }

                AcceptHandshake(first.WrittenMemory);
            }
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is WebSocketException)
            {
                throw ConnectionException.FromClose(null, null, exception);
            }

            throw;
        }

        if (TryAdopt(socket))
        {
            _settled.TrySetResult(true);
            Start(() => ReadAsync(socket));
            Flush();
        }
    }

    private async Task<EngineIoWebSocket> ConnectWebSocketAsync(string? sessionId, CancellationToken cancellationToken)
    {
        CorkedStream? cork = null;
        var connector = _options.WebSocketConnector
            ?? new ClientWebSocketConnector { WrapTransport = stream => cork = new CorkedStream(stream) };

        // Engine.IO has its own heartbeat.
        var request = new WebSocketRequest(_address.WebSocket(sessionId)) { Headers = _options.Headers, KeepAliveInterval = TimeSpan.Zero, KeepAliveTimeout = TimeSpan.Zero };
        var socket = await connector.ConnectAsync(request, cancellationToken).ConfigureAwait(false);
        return new EngineIoWebSocket(socket, cork);
    }

    private bool TryAdopt(EngineIoWebSocket socket)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _webSocket = socket;
                return true;
            }
        }

        socket.Dispose();
        return false;
    }

    private async Task PollAsync()
    {
        try
        {
            while (!IsPausedOrClosed())
            {
                using var payload = await _polling.PollAsync(Handshake.SessionId, _options.MaxMessageSize, _life.Token).ConfigureAwait(false);
                if (!await HandlePayloadAsync(payload.WrittenMemory).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            Close(SocketIoDisconnectReason.TransportError, exception);
        }
        finally
        {
            _pollingEnded.TrySetResult(true);
        }
    }

    private bool IsPausedOrClosed()
    {
        lock (_gate)
        {
            return _paused || _closed;
        }
    }

    private async ValueTask<bool> HandlePayloadAsync(ReadOnlyMemory<byte> payload)
    {
        var reader = new EngineIoPayloadReader(payload);
        while (reader.TryRead(out var packet))
        {
            if (!await HandlePacketAsync(packet).ConfigureAwait(false))
            {
                return false;
            }
        }

        Flush();
        if (reader.Failed)
        {
            Close(SocketIoDisconnectReason.ParseError, new ProtocolViolationException("A polling payload holds something that is not a packet."));
        }

        return !reader.Failed;
    }

    // A server that offers WebSocket need not be reachable by it: whatever fails before the pause leaves polling as it is.
    private async Task UpgradeAsync()
    {
        EngineIoWebSocket? socket = null;
        try
        {
            using var limit = _options.TimeProvider.CreateCancellationTokenSource(_options.ConnectTimeout);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _life.Token);
            socket = await ConnectWebSocketAsync(Handshake.SessionId, both.Token).ConfigureAwait(false);
            await socket.Socket.SendAsync(Probe, WebSocketMessageType.Text, true, both.Token).ConfigureAwait(false);
            var (answer, _) = await EngineIoMessageReader.ReadAsync(socket.Socket, null, _options.MaxMessageSize, both.Token).ConfigureAwait(false);
            using (answer)
            {
                if (answer is null || !answer.WrittenSpan.SequenceEqual("3probe"u8))
                {
                    socket.Dispose();
                    _settled.TrySetResult(true);
                    return;
                }
            }
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            socket?.Dispose();
            _settled.TrySetResult(true);
            return;
        }

        try
        {
            lock (_gate)
            {
                _paused = true;
            }

            await WaitUntilIdleAsync().ConfigureAwait(false);
            await _pollingEnded.Task.ConfigureAwait(false);
            await socket.Socket.SendAsync(Upgrade, WebSocketMessageType.Text, true, _life.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            socket.Dispose();
            Close(SocketIoDisconnectReason.TransportError, exception);
            return;
        }

        if (TryAdopt(socket))
        {
            lock (_gate)
            {
                _paused = false;
            }

            Flush();
            _settled.TrySetResult(true);
            await ReadAsync(socket).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(EngineIoWebSocket socket)
    {
        try
        {
            while (true)
            {
                var reading = EngineIoMessageReader.ReadAsync(socket.Socket, null, _options.MaxMessageSize, _life.Token);
                if (!reading.IsCompleted)
                {
                    Flush();
                }

                var (buffer, isBinary) = await reading.ConfigureAwait(false);
                if (buffer is null)
                {
                    Close(SocketIoDisconnectReason.TransportClose, ConnectionException.FromClose(socket.Socket.CloseStatus, socket.Socket.CloseStatusDescription));
                    return;
                }

                if (buffer.Length > _options.MaxMessageSize)
                {
                    buffer.Dispose();
                    Close(SocketIoDisconnectReason.TransportError, new MessageTooLargeException(_options.MaxMessageSize));
                    return;
                }

                if (isBinary)
                {
                    await DeliverAsync(buffer, 0, isBinary: true).ConfigureAwait(false);
                }
                else if (!await HandleTextAsync(buffer).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            // A connection that ends without a close frame is the reference's "transport close" too.
            Close(SocketIoDisconnectReason.TransportClose, ConnectionException.FromClose(null, null, exception));
        }
    }

    private async ValueTask<bool> HandleTextAsync(PooledBuffer buffer)
    {
        if (!EngineIoPacket.TryRead(buffer.WrittenMemory, out var packet) || packet.IsBase64)
        {
            buffer.Dispose();
            Close(SocketIoDisconnectReason.ParseError, new ProtocolViolationException("The server sent something that is not a packet."));
            return false;
        }

        if (packet.Type == EngineIoPacketType.Message)
        {
            await DeliverAsync(buffer, 1, isBinary: false).ConfigureAwait(false);
            return true;
        }

        using (buffer)
        {
            return await HandlePacketAsync(packet).ConfigureAwait(false);
        }
    }

    /// <summary>True when the peer has something to answer.</summary>
    private async Task<bool> SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        EngineIoWebSocket? socket;
        lock (_gate)
        {
            if (_closed || _handshake is null)
            {
                return false;
            }

            socket = _webSocket;
        }

        if (socket is null)
        {
            await _polling.CloseAsync(Handshake.SessionId, cancellationToken).ConfigureAwait(false);
            return false;
        }

        await socket.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
