using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary><c>bot_response.partial</c>: text to most clients, a flag to Unity's. The default value is the empty text.</summary>
/// <param name="Text">The piece; null when it is a flag or absent.</param>
/// <param name="Flag">Whether more follows; null when it is text.</param>
[JsonConverter(typeof(PartialTextConverter))]
public readonly record struct PartialText(string? Text, bool? Flag = null)
{
    internal sealed class PartialTextConverter : JsonConverter<PartialText>
    {
        public override bool HandleNull => true;

        public override PartialText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    return new PartialText(reader.GetString());
                case JsonTokenType.True:
                    return new PartialText(null, true);
                case JsonTokenType.False:
                    return new PartialText(null, false);
                default:
                    reader.Skip();
                    return default;
            }
        }

        public override void Write(Utf8JsonWriter writer, PartialText value, JsonSerializerOptions options)
        {
            if (value.Flag is { } flag)
            {
                writer.WriteBooleanValue(flag);
            }
            else
            {
                writer.WriteStringValue(value.Text ?? "");
            }
        }
    }
}
