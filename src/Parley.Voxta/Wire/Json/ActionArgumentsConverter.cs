using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

internal sealed class ActionArgumentsConverter : JsonConverter<ActionArguments>
{
    public override ActionArguments Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var arguments = new ActionArguments();
        switch (document.RootElement.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    arguments.Add(new ActionArgument { Name = property.Name, Value = Text(property.Value) });
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in document.RootElement.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
                    {
                        arguments.Add(new ActionArgument { Name = name.GetString()!, Value = item.TryGetProperty("value", out var value) ? Text(value) : "" });
                    }
                }

                break;
            default:
                throw new JsonException();
        }

        return arguments;
    }

    public override void Write(Utf8JsonWriter writer, ActionArguments value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var argument in value)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, argument.Name);
            writer.WriteString("value"u8, argument.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
