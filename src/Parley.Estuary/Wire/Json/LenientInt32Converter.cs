using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary>Whole numbers, also as <c>16000.0</c> or as text; what is out of range becomes 0, which no field takes for a value.</summary>
internal sealed class LenientInt32Converter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt32(out var whole) ? whole : Whole(reader.TryGetDouble(out var number) ? number : 0),
        JsonTokenType.String => Whole(double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0),
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    private static int Whole(double number) => number is >= int.MinValue and <= int.MaxValue ? (int)Math.Round(number) : 0;
}
