using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.VoxNexus.Wire;

/// <summary>Reads milliseconds that come as <c>1200.0</c> or <c>1200.4</c>; writes whole numbers.</summary>
internal sealed class LenientInt64Converter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetInt64(out var whole) ? whole
        : reader.TryGetDouble(out var number) && number is >= -9e15 and <= 9e15 ? (long)Math.Round(number)
        : throw new JsonException("A number is out of range.");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
