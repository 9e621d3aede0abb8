#if NET
using System.Buffers;
using System.Net.WebSockets;
using System.Text.Unicode;

namespace Parley.Realtime;

/// <summary>
/// Reads from the network in large pieces beneath the BCL's client WebSocket, which asks for a few bytes of head before each payload.
/// Messages that lie here whole can be taken past that socket: to know where they begin, the stream follows the handshake's answer and
/// then the frames, and gives the socket no more than one frame at a time. Writes pass through.
/// </summary>
/// <remarks>
/// Holds memory only while something is unread or a read is under way. One reader at a time; <see cref="TryTake"/> may be called beside
/// it, since the BCL's socket also reads by itself when it waits for a pong, and finds nothing then.
/// </remarks>
internal sealed class ReadAheadStream(Stream inner) : Stream
{
    private const int Ahead = 64 * 1024;

    private static readonly byte[] AnswerStart = "HTTP/1.1 101"u8.ToArray();
    private static readonly byte[] AnswerEnd = "\r\n\r\n"u8.ToArray();

    private readonly Lock _gate = new();
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _isReading;

    // The handshake's answer: how much of it went by, and how much of its end was seen.
    private int _answerLength;
    private int _answerEnd;

    // The frame the socket is reading, and the messages it has been given.
    private long _frameLeft;
    private long _given;

    // Frames are followed no longer: this is no WebSocket, or one that breaks the protocol.
    private bool _isLost;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Takes the next message if it is here whole, fits, and nothing that the socket was given comes before it.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="received">Messages that the socket has delivered.</param>
    /// <param name="result">What a receive would have given.</param>
    public bool TryTake(Span<byte> destination, long received, out ValueWebSocketReceiveResult result)
    {
        lock (_gate)
        {
            result = default;
            if (_isReading || _isLost || _answerEnd < AnswerEnd.Length || _frameLeft > 0 || _given != received
                || !TryReadHead(out var head) || !head.IsWholeMessage || head.PayloadLength > destination.Length || head.Length + head.PayloadLength > Unread.Length)
            {
                return false;
            }

            var payload = Unread.Slice(head.Length, (int)head.PayloadLength);
            if (head.IsText && !Utf8.IsValid(payload))
            {
                // The socket knows what to answer.
                return false;
            }

            payload.CopyTo(destination);
            result = new ValueWebSocketReceiveResult(payload.Length, head.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true);
            Skip(head.Length + payload.Length);
            return true;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (TryGive(buffer.Span, out var count))
            {
                return new ValueTask<int>(count);
            }

            _isReading = true;
        }

        return FillAsync(buffer, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // The buffer is left to the collector: a read may still be writing into it.
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (buffer.IsEmpty)
            {
                return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }

            while (true)
            {
                MakeRoom();
                var read = await inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
                lock (_gate)
                {
                    // At the end a head that was cut off is given as it is.
                    _isLost |= read == 0;
                    _end += read;
                    if (TryGive(buffer.Span, out var count) || read == 0)
                    {
                        return count;
                    }
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _isReading = false;
            }
        }
    }

    /// <summary>Room behind what is unread, which is nothing or the beginning of a head.</summary>
    private void MakeRoom()
    {
        if (_buffer.Length == 0)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Ahead);
        }

        Unread.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }

    private bool TryGive(Span<byte> destination, out int count)
    {
        count = 0;
        if (_start == _end || destination.IsEmpty)
        {
            return _start < _end;
        }

        var piece = Unread[..Math.Min(Unread.Length, destination.Length)];
        if (!_isLost && _answerEnd < AnswerEnd.Length)
        {
            piece = piece[..FollowAnswer(piece)];
        }
        else if (!_isLost && !TryFollowFrame(ref piece))
        {
            return false;
        }

        piece.CopyTo(destination);
        count = piece.Length;
        Skip(count);
        return true;
    }

    /// <returns>How much of the bytes belongs to the handshake's answer.</returns>
    private int FollowAnswer(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            _isLost |= _answerLength < AnswerStart.Length && bytes[i] != AnswerStart[_answerLength];
            _answerLength++;
            _answerEnd = bytes[i] == AnswerEnd[_answerEnd] ? _answerEnd + 1 : bytes[i] == AnswerEnd[0] ? 1 : 0;
            if (_answerEnd == AnswerEnd.Length)
            {
                return i + 1;
            }
        }

        return bytes.Length;
    }

    /// <summary>Cuts a piece off at the end of its frame. False when it begins with a head that is not here whole.</summary>
    private bool TryFollowFrame(ref ReadOnlySpan<byte> piece)
    {
        if (_frameLeft == 0)
        {
            if (!TryReadHead(out var head))
            {
                return _isLost;
            }

            _frameLeft = head.Length + head.PayloadLength;
            _given += head.EndsMessage ? 1 : 0;
        }

        piece = piece[..(int)Math.Min(piece.Length, _frameLeft)];
        _frameLeft -= piece.Length;
        return true;
    }

    private bool TryReadHead(out FrameHead head)
    {
        try
        {
            return FrameHead.TryRead(Unread, out head);
        }
        catch (ProtocolViolationException)
        {
            // The socket says so, in its own words.
            _isLost = true;
            head = default;
            return false;
        }
    }

    private void Skip(int count)
    {
        _start += count;
        if (_start == _end)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _start = _end = 0;
        }
    }
}
#endif
