using Microsoft.Extensions.Logging;
using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>
/// One Engine.IO session on either transport. Sending and closing may come from any thread; receiving is one at a time.
/// Everything under <see cref="_gate"/> is short and calls no one.
/// </summary>
internal sealed partial class EngineIoSession
{
    private static readonly TimeSpan WebSocketCloseTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollingCloseTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Bytes that handlers may emit during one read before they are sent.</summary>
    private const int BatchLimit = 32 * 1024;

    [ThreadStatic]
    private static EngineIoSession? s_receiving;

    private readonly Lock _gate = new();
    private readonly EngineIoServer _server;
    private readonly SocketIoServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private IEngineIoReceiver _receiver = null!;
    private Deadlines _deadlines = new();
    private long _armedFor = Deadlines.None;
    private volatile SessionState _state;
    private volatile int _maxPayload;
    private OutgoingFrames? _pending;
    private TaskCompletionSource? _room;
    private int _unsentBytes;
    private bool _pongExtended;

    public EngineIoSession(EngineIoServer server, SocketIoHandshake handshake, ILogger logger)
    {
        _server = server;
        _options = server.Options;
        _maxPayload = Math.Min(_options.MaxInitialPayload ?? _options.MaxPayload, _options.MaxPayload);
        _time = server.Time;
        _logger = logger;
        Handshake = handshake;
        _timer = _time.CreateTimer(static state => ((EngineIoSession)state!).CheckDeadlines(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Id { get; } = SessionId.Create();

    public SocketIoHandshake Handshake { get; }

    /// <summary>Completes when nothing of the session is left.</summary>
    public Task Ended => _ended.Task;

    public IEngineIoReceiver Receiver => _receiver;

    /// <summary>False once the session is over: its id is then unknown.</summary>
    public bool IsReachable => _state != SessionState.Ended;

    /// <summary>Messages may be as large as the settings allow.</summary>
    public void AllowMaxPayload() => _maxPayload = _options.MaxPayload;

    public bool IsOpen => _state == SessionState.Open;

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

    /// <summary>Starts the heartbeat. The open packet is already in the buffer.</summary>
    public void Open(IEngineIoReceiver receiver)
    {
        _receiver = receiver;
        lock (_gate)
        {
            _deadlines.Ping = After(_options.PingInterval);
            Arm_NeedsLock();
        }
    }

    /// <summary>Asks for <see cref="IEngineIoReceiver.DeadlinePassed"/> after a time; null withdraws the wish.</summary>
    public void SetReceiverDeadline(TimeSpan? after)
    {
        lock (_gate)
        {
            _deadlines.Receiver = after is { } time ? After(time) : Deadlines.None;
            Arm_NeedsLock();
        }
    }

    /// <summary>
    /// Puts a text packet and its binary attachments, in one piece, behind what waits. False when the session is gone or the
    /// packet was dropped because the peer is slow.
    /// </summary>
    public SendResult Send(ReadOnlySpan<byte> packet, IReadOnlyList<ReadOnlyMemory<byte>> attachments, bool mayDrop)
    {
        var size = packet.Length;
        for (var i = 0; i < attachments.Count; i++)
        {
            size += attachments[i].Length;
        }

        SendResult result;
        lock (_gate)
        {
            if (_state != SessionState.Open)
            {
                return SendResult.Closed;
            }

            result = Admit_NeedsLock(size, mayDrop);
            if (result is SendResult.Sent or SendResult.Full)
            {
                _pending ??= OutgoingFrames.Rent();
                _pending.AddText(packet);
                for (var i = 0; i < attachments.Count; i++)
                {
                    _pending.AddBinary(attachments[i].Span);
                }

                _unsentBytes += size;
            }
        }

        if (result == SendResult.Closed)
        {
            Close(SocketIoDisconnectReason.SlowConsumer, dropUnsent: true);
            return result;
        }

        FlushUnlessReceiving();
        return result;
    }

    /// <summary>A bare binary message, as the transport echo needs it.</summary>
    public void SendBinary(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_state != SessionState.Open)
            {
                return;
            }

            _pending ??= OutgoingFrames.Rent();
            _pending.AddBinary(message);
            _unsentBytes += message.Length;
        }

        FlushUnlessReceiving();
    }

    /// <summary>Ends when less than the send buffer waits, or the session is gone.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        Flush();
        Task room;
        lock (_gate)
        {
            if (_state != SessionState.Open || _unsentBytes <= _options.SendBufferSize)
            {
                return default;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
        }

        return new ValueTask(room.WaitAsync(cancellationToken));
    }

    /// <summary>
    /// Closes the session: the receiver is told at once, what waits is still sent (or not, with
    /// <paramref name="dropUnsent"/>), and then the transport is closed. Only the first call counts.
    /// </summary>
    public void Close(SocketIoDisconnectReason reason, bool dropUnsent = false)
    {
        if (!BeginClose(reason))
        {
            return;
        }

        WebSocketConnection? socket = null;
        PollRequest? poll = null;
        lock (_gate)
        {
            if (dropUnsent)
            {
                _pending?.Clear();
            }

            if (_webSocket is not null)
            {
                _deadlines.Close = After(WebSocketCloseTimeout);
                socket = _writing ? null : _webSocket;
                _writing = true;
            }
            else if (dropUnsent || _poll is not null)
            {
                poll = TakePoll_NeedsLock();
            }
            else
            {
                // The last messages wait for one more poll.
                _deadlines.Close = After(PollingCloseTimeout);
            }

            Arm_NeedsLock();
        }

        if (socket is not null)
        {
            _ = WriteAsync(socket);
        }

        if (poll is not null || (dropUnsent && socket is null && !IsWebSocket))
        {
            poll?.Answer.TrySetResult(new PollAnswer(TakeFrames(), PollAnswer.Close));
            End();
        }
    }

    /// <summary>Ends the session without waiting for anyone.</summary>
    public void Abort(SocketIoDisconnectReason reason)
    {
        BeginClose(reason);
        WebSocketConnection? socket;
        PollRequest? poll;
        lock (_gate)
        {
            socket = _webSocket;
            poll = TakePoll_NeedsLock();
        }

        poll?.Answer.TrySetResult(new PollAnswer(null, PollAnswer.Close));
        socket?.Abort();
        End();
    }

    /// <summary>Acts on whatever is due. Called by the timer, and by requests so that a late timer lets nothing through.</summary>
    public void CheckDeadlines()
    {
        bool pongLate, receiverDue, upgradeLate, noopDue, sendLate, closeLate;
        lock (_gate)
        {
            if (_state == SessionState.Ended)
            {
                return;
            }

            var now = _time.GetTimestamp();
            _armedFor = Deadlines.None;
            var pingAt = _deadlines.Ping;
            if (_state == SessionState.Open && Deadlines.TakeIfDue(ref _deadlines.Ping, now))
            {
                // Counted from when the ping was due, so that a late timer does not give the peer more time.
                _deadlines.Pong = pingAt + Ticks(_options.PingTimeout);
                _pongExtended = false;
                _pending ??= OutgoingFrames.Rent();
                _pending.AddText("2"u8);
                _unsentBytes++;
            }

            pongLate = Deadlines.TakeIfDue(ref _deadlines.Pong, now) && _state == SessionState.Open;
            receiverDue = Deadlines.TakeIfDue(ref _deadlines.Receiver, now) && _state == SessionState.Open;
            upgradeLate = Deadlines.TakeIfDue(ref _deadlines.Upgrade, now);
            noopDue = Deadlines.TakeIfDue(ref _deadlines.Noop, now);
            sendLate = Deadlines.TakeIfDue(ref _deadlines.Send, now);
            closeLate = Deadlines.TakeIfDue(ref _deadlines.Close, now);
            Arm_NeedsLock();
        }

        if (pongLate)
        {
            EngineIoLog.PingTimeout(_logger, Id);
            Close(SocketIoDisconnectReason.PingTimeout, dropUnsent: true);
        }

        if (sendLate)
        {
            EngineIoLog.SendTimeout(_logger, Id);
            Abort(SocketIoDisconnectReason.SlowConsumer);
        }

        if (closeLate)
        {
            Abort(SocketIoDisconnectReason.ForcedClose);
        }

        if (upgradeLate)
        {
            AbandonUpgrade();
        }

        if (noopDue)
        {
            AnswerPollWithNoop();
        }

        if (receiverDue)
        {
            _receiver.DeadlinePassed();
        }

        Flush();
    }

    /// <summary>Sends what waits, when the transport can take it.</summary>
    public void Flush()
    {
        WebSocketConnection? socket = null;
        PollRequest? poll = null;
        OutgoingFrames? frames = null;
        lock (_gate)
        {
            if (_pending is null or { IsEmpty: true })
            {
                return;
            }

            if (_webSocket is not null)
            {
                if (!_writing)
                {
                    _writing = true;
                    socket = _webSocket;
                }
            }
            else if ((poll = TakePoll_NeedsLock()) is not null)
            {
                frames = TakeFrames_NeedsLock();
            }
        }

        if (socket is not null)
        {
            _ = WriteAsync(socket);
        }

        poll?.Answer.TrySetResult(new PollAnswer(frames, null));
    }

    private static long Ticks(TimeSpan time, TimeProvider provider) => (long)(time.TotalSeconds * provider.TimestampFrequency);

    private long Ticks(TimeSpan time) => Ticks(time, _time);

    private long After(TimeSpan time) => _time.GetTimestamp() + Ticks(time);

    private SendResult Admit_NeedsLock(int size, bool mayDrop)
    {
        var after = (long)_unsentBytes + size;
        if (_unsentBytes == 0 || after <= _options.SendBufferSize)
        {
            return SendResult.Sent;
        }

        return _options.SlowConsumer switch
        {
            SlowConsumerPolicy.Drop when mayDrop => SendResult.Dropped,
            SlowConsumerPolicy.Disconnect => SendResult.Closed,
            _ => after <= 2L * _options.SendBufferSize ? SendResult.Full : SendResult.Closed,
        };
    }

    private void FlushUnlessReceiving()
    {
        // What handlers emit while the read loop runs them leaves together, when everything that has arrived is read.
        if (!ReferenceEquals(s_receiving, this) || Volatile.Read(ref _unsentBytes) > BatchLimit)
        {
            Flush();
        }
    }

    private async ValueTask DeliverAsync(PooledBuffer message, int offset, bool isBinary)
    {
        ValueTask receiving;
        var outer = s_receiving;
        s_receiving = this;
        try
        {
            receiving = _receiver.ReceiveAsync(message, offset, isBinary);
        }
        finally
        {
            s_receiving = outer;
        }

        if (!receiving.IsCompleted)
        {
            Flush();
        }

        await receiving;
    }

    // Any packet shows that the peer lives: once per ping it gets the pong more time, as in the reference.
    private void NotePacket(bool isPong)
    {
        lock (_gate)
        {
            if (_deadlines.Pong == Deadlines.None)
            {
                return;
            }

            if (isPong)
            {
                _deadlines.Pong = Deadlines.None;
                _deadlines.Ping = After(_options.PingInterval);
            }
            else if (!_pongExtended)
            {
                _pongExtended = true;
                _deadlines.Pong = After(_options.PingTimeout);
            }

            Arm_NeedsLock();
        }
    }

    private bool BeginClose(SocketIoDisconnectReason reason)
    {
        lock (_gate)
        {
            if (_state != SessionState.Open)
            {
                return false;
            }

            _state = SessionState.Closing;
            _deadlines.Ping = Deadlines.None;
            _deadlines.Pong = Deadlines.None;
            _deadlines.Receiver = Deadlines.None;
        }

        EngineIoLog.Closed(_logger, Id, reason.Value);
        _receiver.Closed(reason);
        return true;
    }

    private void End()
    {
        TaskCompletionSource? room;
        WebSocketConnection? candidate;
        lock (_gate)
        {
            if (_state == SessionState.Ended)
            {
                return;
            }

            _state = SessionState.Ended;
            _deadlines = new Deadlines();
            candidate = _candidate;
            room = _room;
            _room = null;
            if (!_writing)
            {
                _pending?.Clear();
            }
        }

        room?.TrySetResult();
        candidate?.Abort();
        _timer.Dispose();
        _server.Remove(this);
        _ended.TrySetResult();
    }

    private OutgoingFrames? TakeFrames()
    {
        lock (_gate)
        {
            return TakeFrames_NeedsLock();
        }
    }

    private OutgoingFrames? TakeFrames_NeedsLock()
    {
        if (_pending is null or { IsEmpty: true })
        {
            return null;
        }

        var frames = _pending;
        _pending = null;
        return frames;
    }

    private void ReturnFrames(OutgoingFrames frames)
    {
        var bytes = frames.ByteCount;
        frames.Return();
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            _unsentBytes -= bytes;
            if (_unsentBytes <= _options.SendBufferSize)
            {
                room = _room;
                _room = null;
            }
        }

        room?.TrySetResult();
    }

    private void Arm_NeedsLock()
    {
        var next = _deadlines.Next;
        if (next >= _armedFor || _state == SessionState.Ended)
        {
            return;
        }

        _armedFor = next;
        var wait = TimeSpan.FromSeconds(Math.Max(0, next - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }
}
