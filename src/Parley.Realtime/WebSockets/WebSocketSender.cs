using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>
/// The one writer of a <see cref="WebSocket"/>: any thread may send, messages go out one after another in the order in
/// which they were taken, and what waits is bounded in bytes and in messages.
/// </summary>
/// <remarks>
/// <para>There is no writer thread: whoever finds the socket idle writes, and goes on with what others queued meanwhile.
/// Payloads are copied on entry, so a caller's buffer is free when the call returns. While nothing waits no buffer is held.</para>
/// <para>Full policy: <see cref="SendAsync"/> waits, <see cref="TrySend"/> says no. A peer that leaves one write pending for
/// <see cref="WebSocketSenderOptions.SlowConsumerTimeout"/> is aborted, since a close frame could not pass the stuck one.</para>
/// </remarks>
public sealed partial class WebSocketSender : IAsyncDisposable
{
    private const int MessagesPerTurn = 64;
    private const int MostHeldBytes = 16 * 1024;

    private readonly WebSocket _socket;
    private readonly WebSocketSenderOptions _options;
    private readonly TaskCompletionSource<RealtimeException?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();

    // Producers fill _waiting under the gate; the writer swaps it for the empty _writing and sends from there without the gate. Both
    // are null while nothing is sent.
    private MessageBatch? _waiting;
    private MessageBatch? _writing;
    private bool _active;
    private bool _holding;
    private bool _closed;
    private RealtimeException? _fault;
    private int _queuedBytes;
    private int _queuedMessages;
    private TaskCompletionSource<bool>? _room;
    private TaskCompletionSource<bool>? _drained;

    /// <summary>Creates a sender; it does not own the socket.</summary>
    /// <param name="socket">The open socket. Nobody else may send on it.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of range.</exception>
    public WebSocketSender(WebSocket socket, WebSocketSenderOptions? options = null)
    {
        _socket = socket ?? throw new ArgumentNullException(nameof(socket));
        _options = (options ?? new WebSocketSenderOptions()).Validated();
    }

    /// <summary>Completes when nothing can be sent any more: null after a close, otherwise why. Never faults.</summary>
    public Task<RealtimeException?> Completion => _completion.Task;

    /// <summary>Bytes taken and not yet handed to the socket.</summary>
    public int QueuedBytes => Volatile.Read(ref _queuedBytes);

    /// <summary>Messages taken and not yet handed to the socket.</summary>
    public int QueuedMessages => Volatile.Read(ref _queuedMessages);

    /// <summary>Takes a message if there is room.</summary>
    /// <param name="payload">The whole message; copied.</param>
    /// <param name="type">Text (UTF-8) or binary.</param>
    /// <param name="flush">False leaves it waiting for a later send or <see cref="Flush"/>, so that several go out together.</param>
    /// <returns>False when the queue is full, closed or broken.</returns>
    public bool TrySend(ReadOnlySpan<byte> payload, WebSocketMessageType type = WebSocketMessageType.Text, bool flush = true)
    {
        lock (_gate)
        {
            if (_closed || _fault is not null || !HasRoom(payload.Length))
            {
                return false;
            }

            Take(payload, type);
            if (!flush || _active || (_holding && _queuedBytes <= MostHeldBytes))
            {
                return true;
            }

            _active = true;
        }

        Start();
        return true;
    }

    /// <summary>Takes a message, waiting while the queue is full.</summary>
    /// <param name="payload">The whole message; copied before the call returns, or before the returned task completes if it had to wait.</param>
    /// <param name="type">Text (UTF-8) or binary.</param>
    /// <param name="cancellationToken">Ends the wait for room; nothing was sent then, and the connection lives on.</param>
    /// <returns>Completes when the message is taken, not when the peer has it.</returns>
    /// <exception cref="ConnectionException">The connection is closed or broken.</exception>
    /// <exception cref="SlowConsumerException">The peer stopped reading.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, WebSocketMessageType type = WebSocketMessageType.Text, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new ValueTask(Task.FromCanceled(cancellationToken));
        }

        return TrySend(payload.Span, type) ? default : WaitAndSendAsync(payload, type, cancellationToken);
    }

    /// <summary>
    /// Lets what is sent from now on wait, 16 KiB of it at most, until <see cref="Flush"/>: a server that has more to read answers it
    /// all in one write.
    /// </summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holding = true;
        }
    }

    /// <summary>Begins to write what <see cref="TrySend"/> left waiting, and ends <see cref="Hold"/>.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _holding = false;
            if (_active || _waiting is not { Count: > 0 } || _fault is not null)
            {
                return;
            }

            _active = true;
        }

        Start();
    }

    private async ValueTask WaitAndSendAsync(ReadOnlyMemory<byte> payload, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                ThrowIfEnded();
                if (HasRoom(payload.Length))
                {
                    room = Task.CompletedTask;
                }
                else
                {
                    _room ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                    room = _room.Task;
                }
            }

            // Messages left unflushed would never make room by themselves.
            Flush();
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (TrySend(payload.Span, type))
            {
                return;
            }
        }
    }

    private bool HasRoom(int bytes) =>
        _queuedMessages == 0
        || (_queuedMessages < _options.MaxQueuedMessages && (long)_queuedBytes + bytes <= _options.MaxQueuedBytes);

    private void Take(ReadOnlySpan<byte> payload, WebSocketMessageType type)
    {
        _options.Tap?.Invoke(TrafficDirection.Sent, type, payload);
        _waiting ??= MessageBatch.Rent();
        _waiting.Add(payload, type);
        _queuedBytes += payload.Length;
        _queuedMessages++;
    }

    private void ThrowIfEnded()
    {
        if (_fault is not null)
        {
            throw _fault;
        }

        if (_closed)
        {
            throw new ConnectionException(RealtimeErrorCodes.Closed, "The connection was closed on this side.", isTransient: false);
        }
    }
}
