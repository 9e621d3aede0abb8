using System.Net.WebSockets;
using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>The WebSocket transport and the upgrade to it.</summary>
internal sealed partial class EngineIoSession
{
    /// <summary>Messages handled before other work on this thread gets its turn.</summary>
    private const int MessagesPerTurn = 64;

    private static readonly byte[] ProbeAnswer = "3probe"u8.ToArray();

    private WebSocketConnection? _webSocket;
    private WebSocketConnection? _candidate;
    private bool _probed;
    private WebSocketCloseStatus _closeStatus = WebSocketCloseStatus.NormalClosure;
    private bool _writing;

    /// <summary>A session that starts on WebSocket: runs until the connection is over.</summary>
    public Task RunAsync(WebSocketConnection connection)
    {
        lock (_gate)
        {
            _webSocket = connection;
        }

        Flush();
        return ReadAsync(connection);
    }

    /// <summary>
    /// A WebSocket opened with the id of a polling session: <c>2probe</c>, <c>3probe</c>, <c>5</c>, then it is the transport.
    /// Any other connection with the id of a session is closed.
    /// </summary>
    public async Task UpgradeAsync(WebSocketConnection connection)
    {
        bool accepted;
        lock (_gate)
        {
            accepted = _state == SessionState.Open && _webSocket is null && _candidate is null;
            if (accepted)
            {
                _candidate = connection;
                _deadlines.Upgrade = After(_options.UpgradeTimeout);
                Arm_NeedsLock();
            }
        }

        if (!accepted)
        {
            await CloseQuietlyAsync(connection);
            return;
        }

        bool upgraded;
        try
        {
            upgraded = await ProbeAsync(connection);
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            upgraded = false;
        }

        if (upgraded)
        {
            await ReadAsync(connection);
            return;
        }

        lock (_gate)
        {
            _candidate = null;
            _probed = false;
            _deadlines.Upgrade = Deadlines.None;
        }

        await CloseQuietlyAsync(connection);
    }

    private static bool IsConnectionFailure(Exception exception) =>
        exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    private async Task<bool> ProbeAsync(WebSocketConnection connection)
    {
        while (true)
        {
            var (buffer, isBinary) = await connection.ReadAsync(connection.WaitAsync(), _maxPayload);
            using (buffer)
            {
                if (buffer is null || isBinary)
                {
                    return false;
                }

                if (buffer.WrittenSpan.SequenceEqual("2probe"u8))
                {
                    await connection.SendTextAsync(ProbeAnswer);

                    // The client waits for its outstanding poll to end before it goes on.
                    lock (_gate)
                    {
                        _probed = true;
                        ScheduleNoop_NeedsLock();
                    }

                    CheckDeadlines();
                }
                else if (buffer.WrittenSpan.SequenceEqual("5"u8))
                {
                    return await CompleteUpgradeAsync(connection);
                }
                else
                {
                    return false;
                }
            }
        }
    }

    private async Task<bool> CompleteUpgradeAsync(WebSocketConnection connection)
    {
        PollRequest? poll;
        Task? posting;
        WebSocketConnection? closing = null;
        lock (_gate)
        {
            if (_state == SessionState.Ended)
            {
                return false;
            }

            _webSocket = connection;
            _candidate = null;
            _probed = false;
            _deadlines.Upgrade = Deadlines.None;
            poll = TakePoll_NeedsLock();
            posting = _posting?.Task;
            if (_state == SessionState.Closing)
            {
                _writing = true;
                closing = connection;
                _deadlines.Close = After(WebSocketCloseTimeout);
                Arm_NeedsLock();
            }
        }

        // A poll that came after the probe has been overtaken by the upgrade.
        poll?.Answer.TrySetResult(new PollAnswer(null, null, IsRefused: true));
        if (closing is not null)
        {
            _ = WriteAsync(closing);
        }

        if (posting is not null)
        {
            // Messages of a body still being read come before those of the new transport.
            await posting;
        }

        Flush();
        return true;
    }

    private void AbandonUpgrade()
    {
        WebSocketConnection? candidate;
        lock (_gate)
        {
            candidate = _candidate;
        }

        candidate?.Abort();
    }

    private async Task ReadAsync(WebSocketConnection connection)
    {
        var reason = SocketIoDisconnectReason.TransportClose;
        try
        {
            await ReadMessagesAsync(connection);
        }
        catch (WebSocketException exception) when (exception.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely)
        {
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            reason = SocketIoDisconnectReason.TransportError;
        }

        BeginClose(reason);
        await CloseQuietlyAsync(connection);
        End();
    }

    private async Task ReadMessagesAsync(WebSocketConnection connection)
    {
        for (var count = 1; ; count++)
        {
            var wait = connection.WaitAsync();
            if (!wait.IsCompleted)
            {
                // All that has arrived is read: what it was answered with leaves in one write.
                Flush();
            }

            // What a message may hold is what holds when it begins: the wait for it may have begun before the client was trusted.
            var first = await wait;
            var limit = _maxPayload;
            var (buffer, isBinary) = await connection.ReadAsync(new ValueTask<ValueWebSocketReceiveResult>(first), limit);
            if (buffer is null)
            {
                return;
            }

            if (buffer.Length > limit)
            {
                buffer.Dispose();
                _closeStatus = WebSocketCloseStatus.MessageTooBig;
                Close(SocketIoDisconnectReason.TransportError, dropUnsent: true);
                return;
            }

            await ThrottleAsync();
            await ReceiveAsync(buffer, isBinary);
            if (count % MessagesPerTurn == 0)
            {
                await Task.Yield();
            }
        }
    }

    private ValueTask ReceiveAsync(PooledBuffer buffer, bool isBinary)
    {
        if (!IsOpen)
        {
            buffer.Dispose();
            return default;
        }

        if (isBinary)
        {
            NotePacket(isPong: false);
            return DeliverAsync(buffer, 0, isBinary: true);
        }

        // "b" is a packet of polling payloads only.
        if (!EngineIoPacket.TryRead(buffer.WrittenMemory, out var packet) || packet.IsBase64)
        {
            buffer.Dispose();
            Close(SocketIoDisconnectReason.ParseError, dropUnsent: true);
            return default;
        }

        NotePacket(packet.Type == EngineIoPacketType.Pong);
        if (packet.Type == EngineIoPacketType.Message)
        {
            return DeliverAsync(buffer, 1, isBinary: false);
        }

        buffer.Dispose();
        if (packet.Type == EngineIoPacketType.Close)
        {
            Close(SocketIoDisconnectReason.TransportClose, dropUnsent: true);
        }
        else if (packet.Type == EngineIoPacketType.Ping)
        {
            // In protocol 4 only the server pings.
            Close(SocketIoDisconnectReason.TransportError, dropUnsent: true);
        }

        return default;
    }

    // One at a time: _writing is set by whoever starts it.
    private async Task WriteAsync(WebSocketConnection connection)
    {
        while (true)
        {
            OutgoingFrames? frames;
            bool closing;
            lock (_gate)
            {
                frames = TakeFrames_NeedsLock();
                closing = _state != SessionState.Open;
                if (frames is null && !closing)
                {
                    _writing = false;
                    return;
                }
            }

            try
            {
                if (frames is null)
                {
                    await connection.Socket.CloseOutputAsync(_closeStatus, null, CancellationToken.None);
                    return;
                }

                var sending = connection.SendAsync(frames);
                if (!sending.IsCompleted)
                {
                    SetSendDeadline(After(_options.SendTimeout));
                }

                await sending;
            }
            catch (Exception exception)
            {
                if (!IsConnectionFailure(exception))
                {
                    EngineIoLog.WriteFailed(_logger, Id, exception);
                }

                // _writing stays set: nothing more goes to this connection, whose read side will end.
                BeginClose(SocketIoDisconnectReason.TransportError);
                connection.Abort();
                return;
            }
            finally
            {
                if (frames is not null)
                {
                    ReturnFrames(frames);
                }
            }

            SetSendDeadline(Deadlines.None);
        }
    }

    private void SetSendDeadline(long deadline)
    {
        lock (_gate)
        {
            _deadlines.Send = deadline;
            Arm_NeedsLock();
        }
    }

    private async Task CloseQuietlyAsync(WebSocketConnection connection)
    {
        try
        {
            using var deadline = new CancellationTokenSource(WebSocketCloseTimeout, _time);
            if (connection.Socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await connection.Socket.CloseOutputAsync(_closeStatus, null, deadline.Token);
            }

            while (connection.Socket.State == WebSocketState.CloseSent)
            {
                var (buffer, _) = await connection.ReadAsync(connection.Socket.ReceiveAsync(Memory<byte>.Empty, deadline.Token), _maxPayload);
                buffer?.Dispose();
            }
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            connection.Abort();
        }
        finally
        {
            connection.Dispose();
        }
    }
}
