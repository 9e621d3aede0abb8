using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Parley.Conversation.Context;

/// <summary>Brings arguments, from a model or a rule, into the form the definition asks for. Pure.</summary>
internal static class ActionArguments
{
    /// <summary>The arguments in the definition's order. False when a required one is missing or a value does not fit.</summary>
    public static bool TryConvert(ActionDefinition definition, IReadOnlyDictionary<string, object?> given, out IReadOnlyList<ActionArgument> arguments)
    {
        var converted = new List<ActionArgument>();
        arguments = converted;
        foreach (var argument in definition.Arguments)
        {
            var value = given.FirstOrDefault(g => g.Key.Equals(argument.Name, StringComparison.OrdinalIgnoreCase)).Value;
            var text = value is null ? null : Convert(argument.Type, argument.ItemsType, value);
            if (text is not null && argument.Choices.Count > 0)
            {
                text = argument.Choices.FirstOrDefault(c => c.Equals(text, StringComparison.OrdinalIgnoreCase));
            }

            if (text is not null)
            {
                converted.Add(new ActionArgument(argument.Name, text));
            }
            else if (argument.Required)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>JSON Schema of the definition's arguments.</summary>
    public static JsonElement Schema(ActionDefinition definition)
    {
        var stream = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var argument in definition.Arguments)
            {
                json.WriteStartObject(argument.Name);
                json.WriteString("type", TypeName(argument.Type));
                if (argument.Type == ArgumentType.Array)
                {
                    json.WriteStartObject("items");
                    json.WriteString("type", TypeName(argument.ItemsType));
                    json.WriteEndObject();
                }

                if (!string.IsNullOrEmpty(argument.Description))
                {
                    json.WriteString("description", argument.Description);
                }

                if (argument.Choices.Count > 0)
                {
                    json.WriteStartArray("enum");
                    foreach (var choice in argument.Choices)
                    {
                        json.WriteStringValue(choice);
                    }

                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (var argument in definition.Arguments.Where(a => a.Required))
            {
                json.WriteStringValue(argument.Name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static string TypeName(ArgumentType type) => type switch
    {
        ArgumentType.Integer => "integer",
        ArgumentType.Double => "number",
        ArgumentType.Boolean => "boolean",
        ArgumentType.Array => "array",
        _ => "string",
    };

    private static string? Convert(ArgumentType type, ArgumentType items, object value)
    {
        if (type == ArgumentType.Array)
        {
            return ConvertArray(items, value);
        }

        var text = Text(value);
        return type switch
        {
            ArgumentType.Integer => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var whole) && whole == decimal.Truncate(whole)
                ? whole.ToString("0", CultureInfo.InvariantCulture)
                : null,
            ArgumentType.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number.ToString("R", CultureInfo.InvariantCulture)
                : null,
            ArgumentType.Boolean => text?.Trim().ToLowerInvariant() switch { "true" or "yes" or "1" => "true", "false" or "no" or "0" => "false", _ => null },
            _ => text,
        };
    }

    private static string? ConvertArray(ArgumentType items, object value)
    {
        IEnumerable<object?> list = value switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(e => (object?)e),
            string text when TryParseArray(text, out var parsed) => parsed.EnumerateArray().Select(e => (object?)e),
            string text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            IEnumerable many => many.Cast<object?>(),
            _ => [value],
        };
        var converted = list.Select(item => item is null ? null : Convert(items, ArgumentType.String, item)).ToArray();
        if (Array.Exists(converted, c => c is null))
        {
            return null;
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var item in converted)
            {
                if (items is ArgumentType.Integer or ArgumentType.Double or ArgumentType.Boolean)
                {
                    json.WriteRawValue(item!);
                }
                else
                {
                    json.WriteStringValue(item);
                }
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool TryParseArray(string text, out JsonElement array)
    {
        array = default;
        if (!text.TrimStart().StartsWith('['))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            array = document.RootElement.Clone();
            return array.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(object value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        JsonElement { ValueKind: JsonValueKind.True } => "true",
        JsonElement { ValueKind: JsonValueKind.False } => "false",
        JsonElement other => other.GetRawText(),
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
