using System.Buffers;
using System.Text.Json;
using Parley.SocketIo;

namespace Parley.Server.Estuary.Voice;

/// <summary>
/// The audio of one <c>stream_audio</c>, decoded without intermediate strings. Forms (§2): an object with <c>audio</c> as base64 or as
/// attachment, bare base64, a bare attachment. Owns a pooled buffer until disposed; lives no longer than its event.
/// </summary>
internal readonly struct AudioPayload : IDisposable
{
    private readonly byte[]? _buffer;
    private readonly ReadOnlyMemory<byte> _pcm;

    private AudioPayload(ReadOnlyMemory<byte> pcm, int? sampleRate, byte[]? buffer)
    {
        _pcm = pcm;
        _buffer = buffer;
        SampleRate = sampleRate;
        IsValid = true;
    }

    /// <summary>Whether the event held audio.</summary>
    public bool IsValid { get; }

    /// <summary>Bytes of 16-bit little-endian samples; a sample may be torn at the end.</summary>
    public ReadOnlySpan<byte> Pcm => _pcm.Span;

    /// <summary>The stated rate in hertz; null when none was.</summary>
    public int? SampleRate { get; }

    public static AudioPayload Read(SocketIoEvent message)
    {
        try
        {
            return message.Attachments.Count > 0 ? ReadBinary(message) : ReadText(message.FirstArgument.Span);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private static AudioPayload ReadBinary(SocketIoEvent message)
    {
        if (message.TryGetBinary(0, out var bare))
        {
            return new AudioPayload(bare, null, null);
        }

        var argument = message[0];
        if (argument.ValueKind != JsonValueKind.Object || !argument.TryGetProperty("audio", out var audio) || !message.TryGetBinary(audio, out var bytes))
        {
            return default;
        }

        return new AudioPayload(bytes, Rate(argument, "sample_rate") ?? Rate(argument, "sampleRate"), null);
    }

    private static int? Rate(JsonElement argument, string name) =>
        argument.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var rate) ? rate : null;

    private static AudioPayload ReadText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read())
        {
            return default;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            var bare = Decode(ref reader, out var length);
            return new AudioPayload(bare.AsMemory(0, length), null, bare);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        byte[]? buffer = null;
        var count = 0;
        int? rate = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAudio = reader.ValueTextEquals("audio"u8);
            var isRate = !isAudio && (reader.ValueTextEquals("sample_rate"u8) || reader.ValueTextEquals("sampleRate"u8));
            reader.Read();
            if (isAudio && buffer is null && reader.TokenType == JsonTokenType.String)
            {
                buffer = Decode(ref reader, out count);
            }
            else if (isRate && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var stated))
            {
                rate = stated;
            }
            else
            {
                reader.Skip();
            }
        }

        return buffer is null ? default : new AudioPayload(buffer.AsMemory(0, count), rate, buffer);
    }

    private static byte[] Decode(ref Utf8JsonReader reader, out int length)
    {
        var text = reader.ValueSpan;
        byte[]? unescaped = null;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, LenientBase64.GetMaxDecodedLength(text.Length)));
        try
        {
            if (reader.ValueIsEscaped)
            {
                unescaped = ArrayPool<byte>.Shared.Rent(text.Length);
                text = unescaped.AsSpan(0, reader.CopyString(unescaped));
            }

            length = LenientBase64.Decode(text, buffer);
            return buffer;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
        finally
        {
            if (unescaped is not null)
            {
                ArrayPool<byte>.Shared.Return(unescaped);
            }
        }
    }
}
