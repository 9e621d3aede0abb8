using System.Net.WebSockets;
using Parley.Realtime;

namespace Parley.SocketIo.EngineIo.Client;

/// <summary>
/// One Engine.IO connection from the client's side: opens, upgrades, answers heartbeats, and ends once. Sending is
/// thread-safe.
/// </summary>
internal sealed partial class EngineIoClient : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Bytes that handlers may emit during one read before they are sent.</summary>
    private const int BatchLimit = 32 * 1024;

    [ThreadStatic]
    private static EngineIoClient? s_receiving;

    private readonly object _gate = new();
    private readonly SocketIoClientOptions _options;
    private readonly IEngineIoClientReceiver _receiver;
    private readonly EngineIoAddress _address;
    private readonly EngineIoPolling _polling;
    private readonly CancellationTokenSource _life = new();
    private readonly List<Task> _loops = [];
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _heartbeat;
    private EngineIoHandshake? _handshake;
    private OutgoingFrames _pending = OutgoingFrames.Rent();
    private OutgoingFrames? _spare;
    private EngineIoWebSocket? _webSocket;
    private TaskCompletionSource<bool>? _room;
    private TaskCompletionSource<bool>? _idle;
    private int _unsentBytes;
    private bool _writing;
    private bool _paused;
    private bool _closed;
    private SocketIoDisconnectReason? _closingBecause;

    public EngineIoClient(SocketIoClientOptions options, HttpClient http, IEngineIoClientReceiver receiver)
    {
        _options = options;
        _receiver = receiver;
        _address = new EngineIoAddress(options.ServerUrl, options.Path, options.Query);
        _polling = new EngineIoPolling(http, _address, options.Headers);
        _heartbeat = options.TimeProvider.CreateTimer(
            static state => ((EngineIoClient)state!).Close(SocketIoDisconnectReason.PingTimeout, null),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public bool IsWebSocket
    {
        get
        {
            lock (_gate)
            {
                return _webSocket is not null;
            }
        }
    }

    private EngineIoHandshake Handshake => _handshake ?? throw new InvalidOperationException("The session is not open.");

    /// <summary>Opens the session; messages may arrive before this ends.</summary>
    /// <exception cref="ConnectionException">The server cannot be reached or refuses.</exception>
    /// <exception cref="ProtocolViolationException">The server does not speak Engine.IO 4.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _life.Token);
        if (_options.Transports == SocketIoClientTransports.WebSocketOnly)
        {
            await OpenWebSocketAsync(both.Token).ConfigureAwait(false);
        }
        else
        {
            await OpenPollingAsync(both.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a text packet and its attachments behind what waits. False when the connection has ended.</summary>
    public bool Send(ReadOnlySpan<byte> packet, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            var before = _pending.ByteCount;
            _pending.AddText(packet);
            for (var i = 0; i < attachments.Count; i++)
            {
                _pending.AddBinary(attachments[i].Span);
            }

            _unsentBytes += _pending.ByteCount - before;
        }

        // What handlers emit while the read loop runs them leaves together, when everything that has arrived is read.
        if (!ReferenceEquals(s_receiving, this) || Volatile.Read(ref _unsentBytes) > BatchLimit)
        {
            Flush();
        }

        return true;
    }

    /// <summary>Ends when less than the send buffer waits, or the connection has ended.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _unsentBytes) <= _options.SendBufferSize)
        {
            return default;
        }

        Flush();
        Task room;
        lock (_gate)
        {
            if (_closed || _unsentBytes <= _options.SendBufferSize)
            {
                return default;
            }

            _room ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
        }

        return new ValueTask(room.WaitAsync(cancellationToken));
    }

    /// <summary>Sends what waits and closes, and lets the peer answer, all within a deadline.</summary>
    public async Task CloseAsync(SocketIoDisconnectReason reason)
    {
        _closingBecause = reason;
        using var limit = _options.TimeProvider.CreateCancellationTokenSource(CloseTimeout);
        try
        {
            // While an upgrade is under way nothing can be sent.
            await _settled.Task.WaitAsync(limit.Token).ConfigureAwait(false);
            Flush();
            await WaitUntilIdleAsync().WaitAsync(limit.Token).ConfigureAwait(false);
            if (await SayGoodbyeAsync(limit.Token).ConfigureAwait(false))
            {
                await _ended.Task.WaitAsync(limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            // The peer does not take the goodbye; it is left without.
        }

        Close(reason, null);
    }

    /// <summary>Ends the connection now; the first reason counts.</summary>
    public void Close(SocketIoDisconnectReason reason, Exception? error)
    {
        EngineIoWebSocket? socket;
        TaskCompletionSource<bool>? room;
        TaskCompletionSource<bool>? idle;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            socket = _webSocket;
            (room, idle) = (_room, _idle);
            (_room, _idle) = (null, null);
        }

        _heartbeat.Dispose();
        _life.Cancel();
        socket?.Socket.Abort();
        room?.TrySetResult(true);
        idle?.TrySetResult(true);
        _settled.TrySetResult(true);
        _receiver.Closed(_closingBecause ?? reason, error);
        _ended.TrySetResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        Close(SocketIoDisconnectReason.ClientDisconnect, null);
        Task[] loops;
        lock (_gate)
        {
            loops = [.. _loops];
        }

        await Task.WhenAll(loops).ConfigureAwait(false);
        _webSocket?.Dispose();
        lock (_gate)
        {
            if (!_writing)
            {
                _pending.Clear();
            }
        }
    }

    private static bool IsFailure(Exception exception) =>
        exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or RealtimeException or HttpRequestException;

    private void Start(Func<Task> loop)
    {
        lock (_gate)
        {
            _loops.Add(Task.Run(() =>
            {
                _receiver.EnterLoop();
                return loop();
            }));
        }
    }

    private void AcceptHandshake(ReadOnlyMemory<byte> text)
    {
        if (!EngineIoPacket.TryRead(text, out var packet) || packet.Type != EngineIoPacketType.Open || packet.IsBase64
            || !EngineIoHandshake.TryRead(packet.Data, out var handshake))
        {
            throw new ProtocolViolationException("The server's first packet is not an Engine.IO 4 handshake.");
        }

        _handshake = handshake;
        RestartHeartbeat();
    }

    private void RestartHeartbeat()
    {
        if (!_life.IsCancellationRequested)
        {
            _heartbeat.Change(Handshake.PingInterval + Handshake.PingTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    // False when the connection is over.
    private async ValueTask<bool> HandlePacketAsync(EngineIoPacket packet)
    {
        switch (packet.Type)
        {
            case EngineIoPacketType.Ping:
                RestartHeartbeat();
                Send("3"u8, []);
                return true;
            case EngineIoPacketType.Close:
                Close(SocketIoDisconnectReason.TransportClose, null);
                return false;
            case EngineIoPacketType.Message:
                var message = new PooledBuffer();
                if (packet.IsBase64)
                {
                    message.Advance(LenientBase64.Decode(packet.Data.Span, message.GetSpan(LenientBase64.GetMaxDecodedLength(packet.Data.Length))));
                }
                else
                {
                    message.Append(packet.Data.Span);
                }

                await DeliverAsync(message, 0, packet.IsBase64).ConfigureAwait(false);
                return true;
            default:
                return true;
        }
    }

    private ValueTask DeliverAsync(PooledBuffer message, int offset, bool isBinary)
    {
        var outer = s_receiving;
        s_receiving = this;
        try
        {
            return _receiver.ReceiveAsync(message, offset, isBinary);
        }
        finally
        {
            s_receiving = outer;
        }
    }

    private void Flush()
    {
        lock (_gate)
        {
            if (_writing || _paused || _closed || _pending.IsEmpty || _handshake is null)
            {
                return;
            }

            _writing = true;
        }

        _ = WriteAsync();
    }

    // One at a time: _writing is set by whoever starts it.
    private async Task WriteAsync()
    {
        while (true)
        {
            OutgoingFrames frames;
            EngineIoWebSocket? socket;
            TaskCompletionSource<bool>? idle;
            lock (_gate)
            {
                if (_pending.IsEmpty || _paused || _closed)
                {
                    _writing = false;
                    idle = _idle;
                    _idle = null;
                    if (_closed)
                    {
                        _pending.Clear();
                    }

                    idle?.TrySetResult(true);
                    return;
                }

                frames = _pending;
                _pending = _spare ?? OutgoingFrames.Rent();
                _spare = null;
                socket = _webSocket;
            }

            try
            {
                if (socket is null)
                {
                    await _polling.SendAsync(frames, Handshake.SessionId, Handshake.MaxPayload, _life.Token).ConfigureAwait(false);
                }
                else
                {
                    await socket.SendAsync(frames).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                Close(SocketIoDisconnectReason.TransportError, exception);
            }
            finally
            {
                Return(frames);
            }
        }
    }

    private void Return(OutgoingFrames frames)
    {
        var bytes = frames.ByteCount;
        frames.Clear();
        TaskCompletionSource<bool>? room = null;
        lock (_gate)
        {
            _unsentBytes -= bytes;
            _spare ??= frames;
            if (_unsentBytes <= _options.SendBufferSize)
            {
                room = _room;
                _room = null;
            }
        }

        room?.TrySetResult(true);
    }

    /// <summary>Ends when nothing is being sent.</summary>
    private Task WaitUntilIdleAsync()
    {
        lock (_gate)
        {
            if (!_writing || _closed)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }
}
