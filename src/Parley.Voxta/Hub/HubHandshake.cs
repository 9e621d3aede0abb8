using System.Text.Json;

namespace Parley.Voxta.Hub;

/// <summary>The first record of either side.</summary>
public static class HubHandshake
{
    /// <summary>Checks a client's first record.</summary>
    /// <param name="record">The record without its terminator.</param>
    /// <returns>Null when protocol <c>json</c> version 1 was asked for, else what to answer in <c>error</c>.</returns>
    public static string? Refuse(ReadOnlySpan<byte> record)
    {
        try
        {
            var reader = new Utf8JsonReader(record);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("protocol", out var protocol) || protocol.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number)
            {
                return "The handshake must name a protocol and a version.";
            }

            if (protocol.GetString() != "json")
            {
                return "Only the protocol 'json' is supported.";
            }

            return version.TryGetInt32(out var number) && number == 1 ? null : "Only version 1 of the protocol 'json' is supported.";
        }
        catch (JsonException)
        {
            return "The handshake is not valid JSON.";
        }
    }
}
