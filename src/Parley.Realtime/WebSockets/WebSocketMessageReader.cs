using System.Buffers;
using System.Net.WebSockets;
#if NET
using System.Runtime.CompilerServices;
#endif

namespace Parley.Realtime;

/// <summary>
/// Reads whole messages off a <see cref="WebSocket"/>, server or client: fragments are joined, the size cap holds while
/// they accumulate, and buffers come from the shared pool. One reader at a time.
/// </summary>
/// <remarks>
/// <para>While nothing arrives the reader holds no buffer: it waits with a zero-byte receive. A message of zero bytes is
/// consumed by that very receive and reported as an empty message.</para>
/// <para>A <see cref="ReadAsync"/> that completes at once means that more input is already here: a server that answers
/// may hold its answers back and flush them when a read does not complete at once.</para>
/// </remarks>
public sealed class WebSocketMessageReader : IDisposable
{
    /// <summary>Largest message by default: 4 MiB.</summary>
    public const int DefaultMaxMessageBytes = 4 * 1024 * 1024;

    private const int FirstBufferBytes = 4 * 1024;
    private const int KeptBufferBytes = 64 * 1024;

    private readonly WebSocket _socket;
    private readonly int _maxMessageBytes;
    private readonly bool _waitWithoutBuffer;
    private byte[] _buffer = [];
    private int _lastCount;
    private bool _disposed;

    /// <summary>Creates a reader; it does not own the socket.</summary>
    /// <param name="socket">The open socket.</param>
    /// <param name="maxMessageBytes">Cap of one message's payload, in bytes; at least 1.</param>
    /// <param name="waitWithoutBuffer">False keeps the buffer while waiting, for sockets without zero-byte receives (Unity's).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxMessageBytes"/> is below 1 or above 1 GiB.</exception>
    public WebSocketMessageReader(WebSocket socket, int maxMessageBytes = DefaultMaxMessageBytes, bool waitWithoutBuffer = true)
    {
        _socket = socket ?? throw new ArgumentNullException(nameof(socket));
        if (maxMessageBytes is < 1 or > 1 << 30)
        {
            throw new ArgumentOutOfRangeException(nameof(maxMessageBytes), maxMessageBytes, "The cap must be between 1 byte and 1 GiB.");
        }

        _maxMessageBytes = maxMessageBytes;
        _waitWithoutBuffer = waitWithoutBuffer;
    }

    /// <summary>Waits for the next whole message. The payload of the one before it is no longer valid.</summary>
    /// <param name="cancellationToken">Cancelling ends the wait and aborts the socket, as the BCL's sockets do.</param>
    /// <returns>The message; a close is a message too, and the last one.</returns>
    /// <exception cref="MessageTooLargeException">The cap was passed; the rest of the message is unread and the socket must be closed.</exception>
    /// <exception cref="WebSocketException">The connection broke, or the peer sent invalid frames.</exception>
#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<WebSocketMessage> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(nameof(WebSocketMessageReader));
        }

        if (_buffer.Length > KeptBufferBytes)
        {
            ReleaseBuffer();
        }

        if (_waitWithoutBuffer)
        {
            var arrival = _socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            if (!arrival.IsCompleted)
            {
                ReleaseBuffer();
            }

            var first = await arrival.ConfigureAwait(false);
            if (first.EndOfMessage || first.MessageType == WebSocketMessageType.Close)
            {
                return new WebSocketMessage(first.MessageType, ReadOnlyMemory<byte>.Empty);
            }
        }

        var count = 0;
        while (true)
        {
            if (count == _buffer.Length)
            {
                Grow(count);
            }

            var part = await _socket.ReceiveAsync(_buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return new WebSocketMessage(WebSocketMessageType.Close, ReadOnlyMemory<byte>.Empty);
            }

            count += part.Count;
            if (count > _maxMessageBytes)
            {
                throw new MessageTooLargeException(_maxMessageBytes);
            }

            if (part.EndOfMessage)
            {
                _lastCount = count;
                return new WebSocketMessage(part.MessageType, _buffer.AsMemory(0, count));
            }
        }
    }

    /// <summary>Gives the buffer back. Call when no read is under way; the last payload is no longer valid.</summary>
    public void Dispose()
    {
        _disposed = true;
        ReleaseBuffer();
    }

    // Messages of one connection resemble each other: what held the last one takes the next in one receive. One byte above the cap is enough to tell a message that passes it from one that just fits.
    private void Grow(int count)
    {
        var wanted = count == 0 ? Math.Clamp(_lastCount, FirstBufferBytes, KeptBufferBytes) : 2L * count;
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(wanted, _maxMessageBytes + 1L));
        _buffer.AsSpan(0, count).CopyTo(larger);
        ReleaseBuffer();
        _buffer = larger;
    }

    private void ReleaseBuffer()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
