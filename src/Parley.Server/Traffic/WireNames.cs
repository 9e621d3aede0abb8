using System.Text.Json;

namespace Parley.Server.Traffic;

/// <summary>Finds what kind of message a face's JSON is.</summary>
internal sealed class WireNames(string face)
{
    private const string Unknown = "unreadable";

    /// <summary>The message's name, or <c>unreadable</c>.</summary>
    public string Find(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(WireText.Record(json));
            using var document = JsonDocument.ParseValue(ref reader);
            return (face == Faces.Voxta ? OfHub(document.RootElement) : Text(document.RootElement, "type")) ?? Unknown;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }

    // A hub record is {"type":1,"target":…,"arguments":[message]}; the message names itself in $type.
    private static string? OfHub(JsonElement record) => record.ValueKind != JsonValueKind.Object || !record.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.Number
        ? null
        : type.GetInt32() switch
        {
            1 => record.TryGetProperty("arguments", out var arguments) && arguments is { ValueKind: JsonValueKind.Array } && arguments.GetArrayLength() > 0
                ? Text(arguments[0], "$type") ?? Text(record, "target")
                : Text(record, "target"),
            3 => "completion",
            6 => "ping",
            7 => "close",
            var other => $"record {other}",
        };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
