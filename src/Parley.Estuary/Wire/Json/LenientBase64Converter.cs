using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.SocketIo;

namespace Parley.Estuary.Wire;

/// <summary>Bytes as base64 text; without padding or with line breaks too, as some clients send it.</summary>
internal sealed class LenientBase64Converter : JsonConverter<byte[]?>
{
    public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        if (reader.TryGetBytesFromBase64(out var exact))
        {
            return exact;
        }

        var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        var text = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(LenientBase64.GetMaxDecodedLength(length), 1));
        try
        {
            var read = reader.CopyString(text);
            return bytes.AsSpan(0, LenientBase64.Decode(text.AsSpan(0, read), bytes)).ToArray();
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("The text is not valid UTF-8.", error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public override void Write(Utf8JsonWriter writer, byte[]? value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value);
}
