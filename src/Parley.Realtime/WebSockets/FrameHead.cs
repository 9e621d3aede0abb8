#if NET
using System.Buffers.Binary;

namespace Parley.Realtime;

/// <summary>The head of a WebSocket frame from a server (RFC 6455 §5.2): FIN and opcode, length in 7, 16 or 64 bits, no mask.</summary>
/// <param name="Length">Bytes of the head.</param>
/// <param name="PayloadLength">Bytes that follow.</param>
/// <param name="First">FIN, the reserved bits and the opcode.</param>
internal readonly record struct FrameHead(int Length, long PayloadLength, byte First)
{
    private const byte Fin = 0x80;
    private const byte Text = 0x1;
    private const byte Binary = 0x2;
    private const byte FirstControl = 0x8;
    private const byte Masked = 0x80;

    // Head and payload together are counted in 63 bits.
    private const long LongestPayload = long.MaxValue - 16;

    /// <summary>Whether the frame is a message by itself: neither a fragment nor compressed nor control.</summary>
    public bool IsWholeMessage => First is (Fin | Text) or (Fin | Binary);

    public bool IsText => (First & 0x0F) == Text;

    /// <summary>Whether a message ends with it.</summary>
    public bool EndsMessage => (First & Fin) != 0 && (First & 0x0F) < FirstControl;

    /// <summary>False when more bytes are needed.</summary>
    /// <exception cref="ProtocolViolationException">No server's frame begins so.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHead head)
    {
        head = default;
        if (bytes.Length < 2)
        {
            return false;
        }

        var (length, size) = (bytes[1] & 0x7F) switch
        {
            126 when bytes.Length >= 4 => (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4),
            127 when bytes.Length >= 10 => (BinaryPrimitives.ReadInt64BigEndian(bytes[2..]), 10),
            < 126 and var own => ((long)own, 2),
            _ => (0, 0),
        };
        if ((bytes[1] & Masked) != 0 || length is < 0 or > LongestPayload)
        {
            throw new ProtocolViolationException("A frame of the server is masked, or longer than frames can be.");
        }

        head = new FrameHead(size, length, bytes[0]);
        return size > 0;
    }
}
#endif
