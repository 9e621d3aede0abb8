using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.VoxNexus.Wire;

/// <summary>Reads counts that come as <c>20.0</c>; writes whole numbers.</summary>
internal sealed class LenientInt32Converter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetInt32(out var whole) ? whole
        : reader.TryGetDouble(out var number) && number is >= int.MinValue and <= int.MaxValue ? (int)Math.Round(number)
        : throw new JsonException("A number is out of range.");

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
