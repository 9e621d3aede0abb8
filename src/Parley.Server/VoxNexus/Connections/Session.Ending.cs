using System.Net.WebSockets;
using Parley.Realtime;
using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.Connections;

// How a socket ends, and the clock that may end it.
internal abstract partial class Session
{
    private const int Open = 0;
    private const int Draining = 1;
    private const int Ended = 2;

    private readonly ITimer _watch;
    private readonly ITimer? _expiry;
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _endGate = new();
    private Task _closing = Task.CompletedTask;
    private long _lastMessage;
    private volatile int _state;

    /// <summary>
    /// Ends the socket: work stops, what is queued is written, then the error and the close frame. The first call counts.
    /// </summary>
    protected internal void End(ConnectionEnd end)
    {
        lock (_endGate)
        {
            if (_state != Ended)
            {
                _state = Ended;
                _closing = Task.Run(() => CloseAsync(end));
            }
        }
    }

    /// <summary>Finishes work in progress within <paramref name="deadline"/>, then ends the socket.</summary>
    public void BeginDrain(ConnectionEnd end, TimeSpan deadline)
    {
        lock (_endGate)
        {
            if (_state != Open)
            {
                return;
            }

            _state = Draining;
        }

        _ = EndAfterAsync(end, deadline);
        Drain(end);
    }

    private async Task EndAfterAsync(ConnectionEnd end, TimeSpan deadline)
    {
        try
        {
            await Task.Delay(deadline, Time, Ending).ConfigureAwait(false);
            End(end);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // It ended by itself.
        }
    }

    private async Task CloseAsync(ConnectionEnd end)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        SessionLog.Ending(Context.Log, RequestId, (int)end.Status, end.Error?.Code.Value);
        await SendLastErrorAsync(end.Error).ConfigureAwait(false);
        await Sender.CloseAsync(end.Status, end.Error?.Code.Value, CloseWait).ConfigureAwait(false);
        try
        {
            // A client that does not answer the close is not waited for.
            await Task.Delay(CloseWait, Time, _abort.Token).ConfigureAwait(false);
            await _abort.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client answered.
        }
    }

    private async Task SendLastErrorAsync(ApiError? error)
    {
        if (error is null)
        {
            return;
        }

        using var writer = new MessageWriter();
        try
        {
            using var limit = new CancellationTokenSource(CloseWait, Time);
            await Sender.SendAsync(writer.Write(error.ToMessage(RequestId)), WebSocketMessageType.Text, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RealtimeException or OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }

    /// <summary>
    /// Reads and drops until the client's close: a connection that is shut with bytes unread is reset, and the reset would
    /// overtake the error and the close frame.
    /// </summary>
    private async Task DiscardAsync()
    {
        var buffer = new byte[4 * 1024];
        try
        {
            while ((await Context.Socket.ReceiveAsync(buffer.AsMemory(), _abort.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            SessionLog.Dropped(Context.Log, RequestId);
        }
    }

    /// <summary>The receive loop is over: the client closed, the connection broke, or the server's close was answered.</summary>
    private async Task FinishAsync()
    {
        await _watch.DisposeAsync().ConfigureAwait(false);
        if (_expiry is not null)
        {
            await _expiry.DisposeAsync().ConfigureAwait(false);
        }

        bool endedHere;
        lock (_endGate)
        {
            endedHere = _state == Ended;
            _state = Ended;
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        if (!endedHere && Context.Socket.State == WebSocketState.CloseReceived)
        {
            await Sender.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CloseWait).ConfigureAwait(false);
        }

        await _abort.CancelAsync().ConfigureAwait(false);
        await _closing.ConfigureAwait(false);
        await StopAsync().ConfigureAwait(false);
    }

    private void StartWatch()
    {
        var limit = IsInitialized ? Options.IdleSeconds : Options.InitSeconds;
        _watch.Change(TimeSpan.FromSeconds(limit), Timeout.InfiniteTimeSpan);
        if (IsInitialized)
        {
            _lastMessage = Time.GetTimestamp();
        }
    }

    /// <summary>The timer is not moved at every message: it looks how long the last one is ago, and waits for the rest.</summary>
    private void Watch()
    {
        if (!IsInitialized)
        {
            End(ConnectionEnd.InitTimeout);
            return;
        }

        var limit = TimeSpan.FromSeconds(Options.IdleSeconds);
        if (IsBusy || Sender.QueuedMessages > 0)
        {
            _lastMessage = Time.GetTimestamp();
        }

        var rest = limit - Time.GetElapsedTime(_lastMessage);
        if (rest <= TimeSpan.Zero)
        {
            End(ConnectionEnd.IdleTimeout);
            return;
        }

        _watch.Change(rest, Timeout.InfiniteTimeSpan);
    }
}
