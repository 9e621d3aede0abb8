using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Accepts any case and brace style; what is no id at all is the zero id, which names nothing.</summary>
internal sealed class LenientGuidConverter : JsonConverter<Guid>
{
    public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException()
        : Guid.TryParse(reader.GetString(), out var id) ? id : Guid.Empty;

    public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
