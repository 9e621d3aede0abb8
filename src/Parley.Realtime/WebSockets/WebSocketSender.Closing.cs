using System.Net.WebSockets;
using System.Text;

namespace Parley.Realtime;

public sealed partial class WebSocketSender
{
    // RFC 6455 §5.5: a control frame carries at most 125 bytes, of which the close code takes two.
    private const int MaxReasonBytes = 123;

    /// <summary>
    /// Writes what waits, then the close frame; nothing can be sent afterwards. Does not wait for the peer's answer,
    /// which the reader sees. Calling again waits for the first call's work.
    /// </summary>
    /// <param name="status">The close code.</param>
    /// <param name="reason">Why, cut to 123 bytes of UTF-8; null for none.</param>
    /// <param name="deadline">How long writing may take; past it the socket is aborted.</param>
    /// <returns>True when the close frame was written.</returns>
    public async ValueTask<bool> CloseAsync(WebSocketCloseStatus status, string? reason, TimeSpan deadline)
    {
        Task drained;
        bool first;
        lock (_gate)
        {
            first = !_closed;
            _closed = true;
            _drained ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_active && (_waiting is not { Count: > 0 } || _fault is not null))
            {
                _drained.TrySetResult(true);
            }

            drained = _drained.Task;
        }

        if (!first)
        {
            return await _completion.Task.ConfigureAwait(false) is null;
        }

        Flush();
        using var limit = _options.TimeProvider.CreateCancellationTokenSource(deadline);
        try
        {
            await drained.WaitAsync(limit.Token).ConfigureAwait(false);
            if (_fault is null && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                // Empty (1005) may be reported but never written.
                var written = status == WebSocketCloseStatus.Empty ? WebSocketCloseStatus.NormalClosure : status;
                await _socket.CloseOutputAsync(written, CutReason(reason), limit.Token).ConfigureAwait(false);
                _completion.TrySetResult(null);
                return true;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException or IOException)
        {
            _socket.Abort();
        }

        _completion.TrySetResult(_fault ?? ConnectionException.FromClose(_socket.CloseStatus, _socket.CloseStatusDescription));
        return false;
    }

    /// <summary>Stops at once: what waits is dropped, and the socket is aborted under a pending write.</summary>
    public async ValueTask DisposeAsync()
    {
        Task drained;
        bool writing;
        lock (_gate)
        {
            _closed = true;
            _fault ??= new ConnectionException(RealtimeErrorCodes.Closed, "The connection was closed on this side.", isTransient: false);
            _drained ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            writing = _active;
            if (!writing)
            {
                EndTurn_NeedsLock();
            }

            drained = _drained.Task;
        }

        if (writing)
        {
            _socket.Abort();
        }

        await drained.ConfigureAwait(false);
        Fail(_fault);
        _deadline?.Dispose();
    }

    internal static string? CutReason(string? reason)
    {
        if (reason is null || Encoding.UTF8.GetByteCount(reason) <= MaxReasonBytes)
        {
            return reason;
        }

        var length = Math.Min(reason.Length, MaxReasonBytes);
        while (Encoding.UTF8.GetByteCount(reason.AsSpan(0, length)) > MaxReasonBytes || char.IsHighSurrogate(reason[length - 1]))
        {
            length--;
        }

        return reason[..length];
    }
}
