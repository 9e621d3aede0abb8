using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Accepts <c>3.0</c> and <c>"3"</c> too: real clients send them.</summary>
internal sealed class LenientInt32Converter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt32(out var whole) ? whole : Whole(reader.GetDouble());
        }

        return reader.TokenType == JsonTokenType.String
            && double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Whole(number)
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    private static int Whole(double number) =>
        number is >= int.MinValue and <= int.MaxValue && Math.Floor(number) == number ? (int)number : throw new JsonException();
}
