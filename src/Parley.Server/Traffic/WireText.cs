using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Server.Traffic;

/// <summary>A message's JSON for a person's eyes: secrets as asterisks, audio and pictures as byte counts, at most 4 KiB.</summary>
internal static class WireText
{
    private const int MaxLength = 4096;
    private const int MaxParsed = 1024 * 1024;

    // Base64 of this length is data, not text.
    private const int MaxOpaque = 512;
    private const byte RecordSeparator = 0x1e;
    private const string KeyPrefix = "est_";

    private static readonly FrozenSet<string> Secrets = new[]
    {
        "apiKey", "api_key", "token", "accessToken", "access_token", "connectionToken", "authorization", "password", "secret",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text to show.</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        json = Record(json);
        if (json.IsEmpty)
        {
            return "";
        }

        if (json.Length > MaxParsed)
        {
            return $"({json.Length} bytes)";
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var output = new ArrayBufferWriter<byte>(Math.Min(json.Length, MaxLength));
            using (var writer = new Utf8JsonWriter(output, Writing))
            {
                Write(writer, null, document.RootElement);
            }

            var text = Encoding.UTF8.GetString(output.WrittenSpan);
            return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
        }
        catch (JsonException)
        {
            // It may hold anything, a key too.
            return $"(no JSON, {json.Length} bytes)";
        }
    }

    /// <summary>A hub record without its separator.</summary>
    public static ReadOnlySpan<byte> Record(ReadOnlySpan<byte> json) => json.TrimEnd(RecordSeparator);

    private static void Write(Utf8JsonWriter writer, string? name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Name, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, name, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Shown(name, value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string Shown(string? name, string text) =>
        (name is not null && Secrets.Contains(name) && text.Length > 0) || text.StartsWith(KeyPrefix, StringComparison.Ordinal) ? "***"
        : text.Length > MaxOpaque && IsBase64(text) ? $"({text.Length / 4 * 3} bytes)"
        : text.Contains("access_token=", StringComparison.OrdinalIgnoreCase) || text.Contains("token=", StringComparison.OrdinalIgnoreCase) ? WithoutQuery(text)
        : text;

    // URLs of speech clips may carry a key.
    private static string WithoutQuery(string text) => text.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? string.Concat(text.AsSpan(0, query), "?***") : text;

    private static bool IsBase64(string text)
    {
        foreach (var unit in text)
        {
            if (!char.IsAsciiLetterOrDigit(unit) && unit is not ('+' or '/' or '=' or '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
