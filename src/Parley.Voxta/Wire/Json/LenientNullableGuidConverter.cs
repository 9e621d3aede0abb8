using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Takes an empty string and the zero id for absent where an id is optional.</summary>
internal sealed class LenientNullableGuidConverter : JsonConverter<Guid?>
{
    public override Guid? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => Guid.TryParse(reader.GetString(), out var id) && id != Guid.Empty ? id : null,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, Guid? value, JsonSerializerOptions options)
    {
        if (value is { } id)
        {
            writer.WriteStringValue(id);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
