using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.SocketIo.Packets;

/// <summary>
/// Buffer and JSON writer for encoding one packet, kept per thread. Taken out while in use, so that encoding inside encoding
/// gets its own.
/// </summary>
internal sealed class PacketScratch : IDisposable
{
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static PacketScratch? s_spare;

    private readonly PooledBuffer _escaped = new();
    private readonly PooledBuffer _text = new();
    private readonly Utf8JsonWriter _writer;

    private PacketScratch() => _writer = new Utf8JsonWriter(_text, new JsonWriterOptions
    {
        // The reference writes JSON as JSON.stringify does: only what JSON requires is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = SocketIoPayload.MaxDepth,
    });

    public PooledBuffer Text => _text;

    public static PacketScratch Take()
    {
        var scratch = s_spare ?? new PacketScratch();
        s_spare = null;
        return scratch;
    }

    /// <summary>The writer, at the end of what is in <see cref="Text"/>. Flush it before reading the text.</summary>
    public Utf8JsonWriter StartJson()
    {
        _writer.Reset(_text);
        return _writer;
    }

    /// <summary>The text, from <paramref name="jsonStart"/> on without characters outside ASCII.</summary>
    public PooledBuffer ToAscii(int jsonStart)
    {
        if (AsciiJson.IsAscii(_text.WrittenSpan[jsonStart..]))
        {
            return _text;
        }

        _escaped.Append(_text.WrittenSpan[..jsonStart]);
        AsciiJson.Append(_text.WrittenSpan[jsonStart..], _escaped);
        return _escaped;
    }

    public void Dispose()
    {
        Empty(_text);
        Empty(_escaped);
        s_spare = this;
    }

    private static void Empty(PooledBuffer buffer)
    {
        if (buffer.Capacity > MostKept)
        {
            buffer.Dispose();
        }

        buffer.Clear();
    }
}
