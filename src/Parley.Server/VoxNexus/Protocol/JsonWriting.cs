using System.Text.Json;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>What the wire asks of numbers and absent values.</summary>
internal static class JsonWriting
{
    /// <summary>Optional members are left out, never <c>null</c>.</summary>
    public static void WriteStringIfAny(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Whole milliseconds, never negative: real clients parse them as unsigned integers.</summary>
    public static void WriteMilliseconds(this Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan value) =>
        json.WriteNumber(name, Math.Max(0, (long)value.TotalMilliseconds));

    /// <summary>A score between 0 and 1 with four decimals; left out when there is none.</summary>
    public static void WriteConfidence(this Utf8JsonWriter json, double? value)
    {
        if (value is { } score)
        {
            json.WriteNumber("confidence"u8, Math.Round(Math.Clamp(score, 0, 1), 4));
        }
    }
}
