using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary>
/// Writes <c>audio</c> messages straight from sample bytes: no string and no intermediate array. Reading is
/// <see cref="WireFrame"/>'s, which finds <c>data</c> and <c>is_final</c> in its one pass.
/// </summary>
public static class AudioMessage
{
    /// <summary>Client to server: the next bytes of the input stream.</summary>
    /// <param name="audio">The bytes; any length.</param>
    /// <param name="output">Where the message goes.</param>
    public static void WriteInput(ReadOnlySpan<byte> audio, IBufferWriter<byte> output)
    {
        WriteData(audio, output);
        Write("}"u8, output);
    }

    /// <summary>Server to client: the next bytes of an utterance.</summary>
    /// <param name="audio">The bytes; may be empty.</param>
    /// <param name="isFinal">Whether the utterance ends with them.</param>
    /// <param name="utteranceId">Extension: the client's own id; null for none.</param>
    /// <param name="output">Where the message goes.</param>
    public static void WriteOutput(ReadOnlySpan<byte> audio, bool isFinal, string? utteranceId, IBufferWriter<byte> output)
    {
        WriteData(audio, output);
        Write(isFinal ? ",\"is_final\":true"u8 : ",\"is_final\":false"u8, output);
        if (utteranceId is not null)
        {
            Write(",\"utterance_id\":\""u8, output);
            Write(System.Text.Json.JsonEncodedText.Encode(utteranceId, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, output);
            Write("\""u8, output);
        }

        Write("}"u8, output);
    }

    private static void WriteData(ReadOnlySpan<byte> audio, IBufferWriter<byte> output)
    {
        Write("{\"type\":\"audio\",\"data\":\""u8, output);
        WireBase64.Encode(audio, output);
        Write("\""u8, output);
    }

    private static void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
