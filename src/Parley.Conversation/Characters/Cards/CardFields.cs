using System.Globalization;
using System.Text.Json;

namespace Parley.Conversation.Characters.Cards;

/// <summary>The fields of a JSON object, taken one by one; what nobody takes is the rest. The last of equal names counts.</summary>
internal sealed class CardFields
{
    private readonly Dictionary<string, JsonElement> _fields = [];

    public CardFields(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in element.EnumerateObject())
            {
                _fields[field.Name] = field.Value;
            }
        }
    }

    public JsonElement? Take(string name) => _fields.Remove(name, out var value) ? value : null;

    public string Text(string name) => OptionalText(name) ?? "";

    public string? OptionalText(string name) => Take(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public IReadOnlyList<string> Texts(string name) => Take(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        _ => [],
    };

    public double? Number(string name) => Take(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) && double.IsFinite(value) => value,
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) => value,
        _ => null,
    };

    public bool? Flag(string name) => Take(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var value) => value,
        _ => null,
    };

    /// <summary>Unix time in seconds, or in milliseconds where it is too large for seconds.</summary>
    public DateTimeOffset? Time(string name) => Number(name) switch
    {
        > 0 and < 1e11 and var seconds => DateTimeOffset.FromUnixTimeSeconds((long)seconds),
        >= 1e11 and < 1e14 and var milliseconds => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds),
        _ => null,
    };

    public IReadOnlyDictionary<string, JsonElement> Map(string name) => Take(name) is { ValueKind: JsonValueKind.Object } map
        ? map.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone())
        : new Dictionary<string, JsonElement>();

    public IReadOnlyDictionary<string, JsonElement> Rest(params string[] without) =>
        _fields.Where(f => !without.Contains(f.Key)).ToDictionary(f => f.Key, f => f.Value.Clone());
}
