using System.Text.Json;

namespace Parley.SocketIo.Packets;

/// <summary>
/// <c>{"_placeholder":true,"num":n}</c> stands for the n-th attachment. Every one must name an attachment that comes.
/// </summary>
internal static class Placeholders
{
    public static bool AreValid(ReadOnlySpan<byte> json, int attachments)
    {
        Span<bool> marked = stackalloc bool[SocketIoPayload.MaxDepth + 1];
        Span<bool> numbered = stackalloc bool[SocketIoPayload.MaxDepth + 1];
        var depth = 0;
        var reader = new Utf8JsonReader(json, SocketIoPayload.ReaderOptions);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    depth++;
                    marked[depth] = false;
                    numbered[depth] = false;
                    break;
                case JsonTokenType.StartArray:
                    depth++;
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.EndObject:
                    if (marked[depth] && !numbered[depth])
                    {
                        return false;
                    }

                    depth--;
                    break;
                case JsonTokenType.PropertyName when JsonText.Is(reader, "_placeholder"u8):
                    reader.Read();
                    marked[depth] = reader.TokenType == JsonTokenType.True;
                    SkipInto(ref reader, ref depth, marked, numbered);
                    break;
                case JsonTokenType.PropertyName when JsonText.Is(reader, "num"u8):
                    reader.Read();
                    numbered[depth] = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0 && number < attachments;
                    SkipInto(ref reader, ref depth, marked, numbered);
                    break;
            }
        }

        return true;
    }

    /// <summary>The attachment that a value stands for.</summary>
    public static bool TryResolve(JsonElement value, int attachments, out int index)
    {
        index = 0;
        return value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("_placeholder"u8, out var mark) && mark.ValueKind == JsonValueKind.True
            && value.TryGetProperty("num"u8, out var number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out index) && index >= 0 && index < attachments;
    }

    // The value just read may itself open an object or array; its members are checked like any other.
    private static void SkipInto(scoped ref Utf8JsonReader reader, ref int depth, scoped Span<bool> marked, scoped Span<bool> numbered)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            depth++;
            marked[depth] = false;
            numbered[depth] = false;
        }
    }
}
