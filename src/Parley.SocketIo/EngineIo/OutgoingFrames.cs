using System.Buffers.Text;

namespace Parley.SocketIo.EngineIo;

/// <summary>Messages that wait for the transport, in order, in one pooled buffer. Not thread-safe.</summary>
internal sealed class OutgoingFrames
{
    // Of thousands of idle connections none needs one: the thread that writes keeps it for the next.
    [ThreadStatic]
    private static OutgoingFrames? s_spare;

    private readonly PooledBuffer _bytes = new();
    private readonly List<(int Length, bool IsBinary)> _frames = [];

    private OutgoingFrames()
    {
    }

    public bool IsEmpty => _frames.Count == 0;

    public int ByteCount => _bytes.Length;

    public int Count => _frames.Count;

    /// <summary>An empty one; give it back with <see cref="Return"/>.</summary>
    public static OutgoingFrames Rent()
    {
        var frames = s_spare ?? new OutgoingFrames();
        s_spare = null;
        return frames;
    }

    public void AddText(ReadOnlySpan<byte> packet) => Add(packet, isBinary: false);

    public void AddBinary(ReadOnlySpan<byte> message) => Add(message, isBinary: true);

    public (ReadOnlyMemory<byte> Bytes, bool IsBinary) Read(int index, ref int position)
    {
        var (length, isBinary) = _frames[index];
        var bytes = _bytes.WrittenMemory.Slice(position, length);
        position += length;
        return (bytes, isBinary);
    }

    /// <summary>
    /// Appends frames as a polling payload: separated, binary as <c>b</c> and base64. Stops before a frame that would pass the
    /// limit, unless it is the payload's first.
    /// </summary>
    /// <param name="output">Receives the payload.</param>
    /// <param name="first">The first frame to write.</param>
    /// <param name="position">Where that frame begins; moved on.</param>
    /// <param name="limit">Most bytes of the payload.</param>
    /// <returns>The frame to go on with; the number of frames when all are written.</returns>
    public int WritePayload(PooledBuffer output, int first, ref int position, long limit)
    {
        for (var i = first; i < _frames.Count; i++)
        {
            var (length, binary) = _frames[i];
            if (i > first && output.Length + 2L + (binary ? Base64.GetMaxEncodedToUtf8Length(length) : length) > limit)
            {
                return i;
            }

            var (bytes, isBinary) = Read(i, ref position);
            if (output.Length > 0)
            {
                output.Append(EngineIoPayloadReader.Separator);
            }

            if (!isBinary)
            {
                output.Append(bytes.Span);
                continue;
            }

            output.Append((byte)'b');
            Base64.EncodeToUtf8(bytes.Span, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
            output.Advance(written);
        }

        return _frames.Count;
    }

    public void Clear()
    {
        _bytes.Dispose();
        _frames.Clear();
    }

    public void Return()
    {
        Clear();
        if (_frames.Capacity > 256)
        {
            _frames.Capacity = 0;
        }

        s_spare = this;
    }

    private void Add(ReadOnlySpan<byte> bytes, bool isBinary)
    {
        _bytes.Append(bytes);
        _frames.Add((bytes.Length, isBinary));
    }
}
