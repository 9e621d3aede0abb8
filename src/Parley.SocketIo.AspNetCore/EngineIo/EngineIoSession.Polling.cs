using Microsoft.AspNetCore.Http;
using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>The HTTP long-polling transport.</summary>
internal sealed partial class EngineIoSession
{
    /// <summary>
    /// During an upgrade a poll waits this long, from its arrival on, for the upgrade before it is sent off with a noop: the two
    /// travel on different connections and may overtake each other.
    /// </summary>
    private static readonly TimeSpan NoopDelay = TimeSpan.FromMilliseconds(25);

    /// <summary>How long a client's close packet waits for the poll that it may have overtaken.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PollRequest? _poll;
    private TaskCompletionSource? _posting;
    private string _lastPacket = PollAnswer.Close;

    /// <summary>GET: answered when there is something to send.</summary>
    public async Task PollAsync(HttpContext context)
    {
        var request = new PollRequest();
        switch (Begin(request))
        {
            case PollStart.Refused:
                await EngineIoErrors.WriteAsync(context, EngineIoError.BadRequest);
                return;
            case PollStart.Overlap:
                Close(SocketIoDisconnectReason.TransportError, dropUnsent: true);
                await EngineIoErrors.WriteAsync(context, EngineIoError.BadRequest);
                return;
            case PollStart.Last:
                End();
                break;
        }

        PollAnswer answer;
        await using (context.RequestAborted.UnsafeRegister(static (state, _) => ((PollRequest)state!).Abandoned?.Invoke(), request))
        {
            answer = await request.Answer.Task;
        }

        await WriteAsync(context, answer);
    }

    /// <summary>POST: the packets of the body, in order.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var posting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool overlaps, refused;
        lock (_gate)
        {
            refused = _state == SessionState.Ended || _webSocket is not null;
            overlaps = _posting is not null;
            if (!refused && !overlaps)
            {
                _posting = posting;
            }
        }

        if (refused || overlaps || IsOctetStream(context))
        {
            if (!refused)
            {
                Close(SocketIoDisconnectReason.TransportError, dropUnsent: true);
            }

            await EngineIoErrors.WriteAsync(context, EngineIoError.BadRequest);
            return;
        }

        try
        {
            await ReadPostAsync(context);
        }
        finally
        {
            lock (_gate)
            {
                _posting = null;
            }

            posting.TrySetResult();
        }
    }

    private static bool IsOctetStream(HttpContext context) =>
        context.Request.ContentType is { } type && type.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase);

    private async Task ReadPostAsync(HttpContext context)
    {
        using var body = new PooledBuffer();
        switch (await PostBody.ReadAsync(context, body, _maxPayload))
        {
            case PostBodyResult.TooLarge:
                // As in the reference, the session survives; its client has the status to act on.
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            case PostBodyResult.Broken:
                Close(SocketIoDisconnectReason.TransportError, dropUnsent: true);
                return;
        }

        var reader = new EngineIoPayloadReader(body.WrittenMemory);
        while (reader.TryRead(out var packet))
        {
            if (!await ReceivePostedAsync(packet))
            {
                break;
            }
        }

        Flush();
        if (reader.Failed)
        {
            Close(SocketIoDisconnectReason.ParseError, dropUnsent: true);
            await EngineIoErrors.WriteAsync(context, EngineIoError.BadRequest);
            return;
        }

        await PollResponse.WriteOkAsync(context);
    }

    private async ValueTask<bool> ReceivePostedAsync(EngineIoPacket packet)
    {
        if (!IsOpen && packet.Type != EngineIoPacketType.Close)
        {
            return true;
        }

        await ThrottleAsync();
        NotePacket(packet.Type == EngineIoPacketType.Pong);
        switch (packet.Type)
        {
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

                await DeliverAsync(message, 0, packet.IsBase64);
                return true;
            case EngineIoPacketType.Close:
                await CloseByPostAsync();
                return false;
            case EngineIoPacketType.Ping:
                Close(SocketIoDisconnectReason.TransportError, dropUnsent: true);
                return false;
            default:
                return true;
        }
    }

    // The outstanding poll, or one that is on its way, is answered with a noop.
    private async ValueTask CloseByPostAsync()
    {
        BeginClose(SocketIoDisconnectReason.TransportClose);
        PollRequest? poll;
        lock (_gate)
        {
            _pending?.Clear();
            _lastPacket = PollAnswer.Noop;
            poll = TakePoll_NeedsLock();
        }

        if (poll is null)
        {
            await _ended.Task.WaitAsync(CloseGrace, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        poll?.Answer.TrySetResult(new PollAnswer(null, PollAnswer.Noop));
        End();
    }

    private PollStart Begin(PollRequest request)
    {
        lock (_gate)
        {
            if (_state == SessionState.Ended || _webSocket is not null)
            {
                return PollStart.Refused;
            }

            if (_poll is not null)
            {
                return PollStart.Overlap;
            }

            if (_pending is { IsEmpty: false })
            {
                // The close comes alone, in the next poll: clients drop events that arrive in one payload with it.
                request.Answer.TrySetResult(new PollAnswer(TakeFrames_NeedsLock(), null));
                return PollStart.Waiting;
            }

            if (_state == SessionState.Closing)
            {
                request.Answer.TrySetResult(new PollAnswer(null, _lastPacket));
                return PollStart.Last;
            }

            request.Noop = After(NoopDelay);
            request.Abandoned = () => AbandonPoll(request);
            _poll = request;
            if (_probed)
            {
                ScheduleNoop_NeedsLock();
            }
        }

        return PollStart.Waiting;
    }

    private async Task WriteAsync(HttpContext context, PollAnswer answer)
    {
        if (answer.IsRefused)
        {
            await EngineIoErrors.WriteAsync(context, EngineIoError.BadRequest);
            return;
        }

        using var payload = new PooledBuffer();
        if (answer.Frames is { } frames)
        {
            var position = 0;
            frames.WritePayload(payload, 0, ref position, long.MaxValue);
            ReturnFrames(frames);
        }

        if (answer.Last is { } last)
        {
            if (payload.Length > 0)
            {
                payload.Append(EngineIoPayloadReader.Separator);
            }

            payload.Append((byte)last[0]);
        }

        try
        {
            await PollResponse.WriteAsync(context, payload.WrittenMemory);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            Close(SocketIoDisconnectReason.TransportError, dropUnsent: true);
        }
    }

    // The client gave the poll up: what it would have carried may be lost, so the session is over.
    private void AbandonPoll(PollRequest request)
    {
        if (request.Answer.TrySetResult(new PollAnswer(null, null, IsRefused: true)))
        {
            // It stays in its place until the session is closed: a poll that comes meanwhile is one too many.
            Close(SocketIoDisconnectReason.TransportError, dropUnsent: true);
        }
    }

    private void AnswerPollWithNoop()
    {
        PollRequest? poll;
        lock (_gate)
        {
            poll = TakePoll_NeedsLock();
        }

        poll?.Answer.TrySetResult(new PollAnswer(null, PollAnswer.Noop));
    }

    private void ScheduleNoop_NeedsLock()
    {
        if (_poll is { } poll)
        {
            _deadlines.Noop = poll.Noop;
            Arm_NeedsLock();
        }
    }

    private PollRequest? TakePoll_NeedsLock()
    {
        var poll = _poll;
        _poll = null;
        _deadlines.Noop = Deadlines.None;
        return poll;
    }

    private enum PollStart
    {
        Waiting,
        Last,
        Overlap,
        Refused,
    }

    private sealed class PollRequest
    {
        public TaskCompletionSource<PollAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action? Abandoned { get; set; }

        /// <summary>When it may be answered with a noop.</summary>
        public long Noop { get; set; }
    }
}
