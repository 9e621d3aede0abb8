using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Accepts <c>"true"</c>, <c>"false"</c>, 0 and 1 too: real clients send them.</summary>
internal sealed class LenientBooleanConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
        JsonTokenType.Number when reader.TryGetInt32(out var number) => number != 0,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
