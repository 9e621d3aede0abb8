using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Reads a name in any case, or its number; writes the name.</summary>
internal sealed class WireNameConverter<T> : JsonConverter<T>
    where T : struct, IWireName
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var known = default(T).KnownNames;
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number when reader.TryGetInt32(out var number) => NameOf(number),
            _ => throw new JsonException(),
        };
        if (int.TryParse(text, out var digits))
        {
            text = NameOf(digits);
        }

        foreach (var name in known)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
            {
                return (T)default(T).With(name);
            }
        }

        return string.IsNullOrEmpty(text) ? default : (T)default(T).With(text!);

        string NameOf(int number) => number >= 0 && number < known.Count ? known[number] : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
