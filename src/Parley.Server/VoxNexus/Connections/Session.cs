using System.Net.WebSockets;
using Parley.Realtime;
using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Connections;

/// <summary>
/// One socket of either endpoint: reads and dispatches messages, answers what both have in common, keeps the time limits, and
/// ends in one place. Handlers run one at a time on the receive loop; <see cref="End"/> may be called from any thread.
/// </summary>
internal abstract partial class Session : IAsyncDisposable
{
    private const int MaxBadMessages = 10;
    private const int MaxFailedInits = 5;
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExpiryDrain = TimeSpan.FromSeconds(10);

    private readonly WebSocketMessageReader _reader;
    private readonly MessageWriter _writer = new();
    private readonly ErrorThrottle _throttle;
    private readonly MessageRate _rate;
    private readonly CancellationTokenSource _ending = new();
    private int _badJson;
    private int _badMessages;
    private int _failedInits;

    protected Session(ConnectionContext context)
    {
        Context = context;
        RequestId = context.RequestId;
        Sender = new WebSocketSender(context.Socket, new WebSocketSenderOptions
        {
            MaxQueuedMessages = 256,
            MaxQueuedBytes = 8 << 20,
            SlowConsumerTimeout = TimeSpan.FromSeconds(context.Options.SlowConsumerSeconds),
            OnSlowConsumer = () => SessionLog.SlowConsumer(context.Log, RequestId),
            Tap = context.Traffic.Show,
            TimeProvider = context.Time,
        });
        _reader = new WebSocketMessageReader(context.Socket, context.Options.MaxMessageBytes);
        _throttle = new ErrorThrottle(context.Time);
        _rate = new MessageRate(context.Options.MessagesPerSecond, context.Time);
        _lastMessage = context.Time.GetTimestamp();
        _watch = context.Time.CreateTimer(static s => ((Session)s!).Watch(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _expiry = context.Options.SessionSeconds is not { } seconds ? null : context.Time.CreateTimer(
            static s => ((Session)s!).BeginDrain(ConnectionEnd.SessionExpired, ExpiryDrain), this, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
    }

    protected ConnectionContext Context { get; }

    protected VoxNexusOptions Options => Context.Options;

    protected TimeProvider Time => Context.Time;

    protected WebSocketSender Sender { get; }

    /// <summary>The id that messages carry now: the handshake's until the second successful <c>init</c>.</summary>
    protected string RequestId { get; private set; }

    protected bool IsInitialized { get; private set; }

    /// <summary>Cancelled when the socket ends for whatever reason: all work stops.</summary>
    protected CancellationToken Ending => _ending.Token;

    /// <summary>Whether work is in progress, which suspends the idle limit.</summary>
    protected abstract bool IsBusy { get; }

    /// <summary>Handles <c>init</c>, <c>text</c>, <c>command</c>, <c>cancel</c> or <c>close</c>.</summary>
    protected abstract ValueTask HandleAsync(WireMessageKind kind, ReadOnlyMemory<byte> message);

    /// <summary>Handles an <c>audio</c> message: the path that costs no allocation.</summary>
    protected abstract ValueTask HandleAudioAsync(WireFrame frame);

    protected abstract ValueTask HandleBinaryAsync(ReadOnlyMemory<byte> message);

    /// <summary>Finishes what is in progress and then calls <see cref="End"/> with <paramref name="end"/>. New input is no longer read.</summary>
    protected abstract void Drain(ConnectionEnd end);

    /// <summary>Stops and awaits the session's own tasks. <see cref="Ending"/> is cancelled.</summary>
    protected abstract ValueTask StopAsync();

    /// <summary>Serves the socket until it has ended. Does not throw.</summary>
    public async Task RunAsync()
    {
        StartWatch();
        using var revoked = Context.Caller.Revoked.UnsafeRegister(static s => ((Session)s!).End(ConnectionEnd.Revoked), this);
        try
        {
            await ReceiveAsync().ConfigureAwait(false);
        }
        catch (MessageTooLargeException)
        {
            End(ConnectionEnd.MessageTooLarge(Options.MaxMessageBytes));
            await DiscardAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or RealtimeException)
        {
            SessionLog.Dropped(Context.Log, RequestId);
        }
        catch (Exception e)
        {
            SessionLog.Failed(Context.Log, e, RequestId);
            End(ConnectionEnd.InternalError);
            await DiscardAsync().ConfigureAwait(false);
        }

        await FinishAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _watch.Dispose();
        _expiry?.Dispose();
        _reader.Dispose();
        _writer.Dispose();
        _ending.Dispose();
        _abort.Dispose();
        return Sender.DisposeAsync();
    }

    /// <summary>Sends from the receive loop, waiting while the client does not read: reading pauses with it.</summary>
    protected ValueTask SendAsync(ReadOnlyMemory<byte> message) => Sender.SendAsync(message, WebSocketMessageType.Text, Ending);

    protected ValueTask SendErrorAsync(ApiError error) => SendAsync(_writer.Write(error.ToMessage(RequestId)));

    /// <summary>Sends an error at most once in five seconds per code.</summary>
    protected ValueTask SendThrottledErrorAsync(ApiError error) => _throttle.Allows(error.Code) ? SendErrorAsync(error) : default;

    /// <summary>A message of the right type that lacks what it must have; ten in a row end the socket.</summary>
    protected ValueTask RefuseMessageAsync(string why)
    {
        var error = new ApiError(VoxNexusErrorCode.InvalidMessage, why);
        if (++_badMessages < MaxBadMessages)
        {
            return SendErrorAsync(error);
        }

        End(new ConnectionEnd(WebSocketCloseStatus.PolicyViolation, error));
        return default;
    }

    protected ValueTask RefuseUninitializedAsync() =>
        SendThrottledErrorAsync(new ApiError(VoxNexusErrorCode.NotInitialized, "send init first"));

    protected ValueTask RefuseInitAsync(ApiError error)
    {
        if (++_failedInits < MaxFailedInits)
        {
            return SendErrorAsync(error);
        }

        End(new ConnectionEnd(WebSocketCloseStatus.PolicyViolation, error));
        return default;
    }

    /// <summary>Notes a successful <c>init</c>.</summary>
    /// <returns>The request id from now on.</returns>
    protected string AcceptInit()
    {
        if (IsInitialized)
        {
            RequestId = Protocol.RequestId.Create();
        }

        IsInitialized = true;
        _failedInits = 0;
        StartWatch();
        return RequestId;
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var message = await _reader.ReadAsync(_abort.Token).ConfigureAwait(false);
            if (message.IsClose)
            {
                return;
            }

            Context.Traffic.Show(TrafficDirection.Received, message.Type, message.Payload.Span);
            _lastMessage = Time.GetTimestamp();
            if (_state != Open)
            {
                continue; // Ending or draining: only the client's close is of interest.
            }

            var handled = message.Type == WebSocketMessageType.Text ? DispatchAsync(message.Payload) : HandleBinaryAsync(message.Payload);
            if (!handled.IsCompletedSuccessfully)
            {
                try
                {
                    await handled.ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (Ending.IsCancellationRequested)
                {
                    // The socket is ending; go on to the client's close.
                }
            }
        }
    }

    private ValueTask DispatchAsync(ReadOnlyMemory<byte> message)
    {
        var status = WireFrame.Read(message.Span, out var frame);
        if (status == WireReadStatus.InvalidJson)
        {
            return RefuseJsonAsync();
        }

        _badJson = 0;
        return status == WireReadStatus.InvalidMessage ? RefuseMessageAsync("messages are JSON objects with a string type")
            : frame.Kind == WireMessageKind.Audio ? HandleAudioAsync(frame)
            : DispatchOtherAsync(frame.Kind, message);
    }

    private async ValueTask DispatchOtherAsync(WireMessageKind kind, ReadOnlyMemory<byte> message)
    {
        switch (kind)
        {
            case WireMessageKind.Ping:
                await SendAsync(_writer.Write(PingMessage.Read(message.Span).ToPong())).ConfigureAwait(false);
                return;
            case WireMessageKind.Pong:
                return;
            case WireMessageKind.Init or WireMessageKind.Text or WireMessageKind.Command or WireMessageKind.Cancel or WireMessageKind.Close:
                await HandleAsync(kind, message).ConfigureAwait(false);
                break;
            default:
                await RefuseUnknownTypeAsync().ConfigureAwait(false);
                break;
        }

        var pause = _rate.Count();
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, Time, Ending).ConfigureAwait(false);
        }
    }

    /// <summary>A message that was understood: the row of bad ones is broken.</summary>
    protected void Understood() => _badMessages = 0;

    protected ValueTask RefuseUnknownTypeAsync() =>
        SendThrottledErrorAsync(new ApiError(VoxNexusErrorCode.UnknownMessageType, "this message type is not known here"));

    private ValueTask RefuseJsonAsync()
    {
        var error = new ApiError(VoxNexusErrorCode.InvalidJson, "the message is not JSON");
        if (++_badJson < MaxBadMessages)
        {
            return SendErrorAsync(error);
        }

        End(ConnectionEnd.Undecodable(error));
        return default;
    }
}
