using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary>One recognised or spoken word.</summary>
/// <param name="Word">Without surrounding punctuation, lower case where the script has case.</param>
/// <param name="Offset">Milliseconds from the start of the session, like the transcript's own.</param>
/// <param name="Duration">Milliseconds, 0 or more.</param>
/// <param name="Confidence">0 to 1; null when the engine has none.</param>
public sealed record TranscriptWord(string Word, long Offset, long Duration, double? Confidence = null)
{
    internal static List<TranscriptWord> ReadList(ReadOnlySpan<byte> json)
    {
        var words = new List<TranscriptWord>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            if (isObject)
            {
                words.Add(Read(json[start..(int)reader.BytesConsumed]));
            }
        }

        return words;
    }

    internal static void WriteList(Utf8JsonWriter writer, IReadOnlyList<TranscriptWord> words)
    {
        writer.WriteStartArray("words"u8);
        foreach (var word in words)
        {
            writer.WriteStartObject();
            writer.WriteString("word"u8, word.Word);
            writer.WriteNumber("offset"u8, word.Offset);
            writer.WriteNumber("duration"u8, word.Duration);
            writer.Optional("confidence"u8, word.Confidence);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // An older revision of the service names the times start_time_ms and end_time_ms.
    private static TranscriptWord Read(ReadOnlySpan<byte> json)
    {
        string? word = null;
        long? offset = null, duration = null, end = null;
        double? confidence = null;
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "word":
                    word = fields.String();
                    break;
                case "offset" or "start_time_ms":
                    offset = fields.Milliseconds();
                    break;
                case "duration":
                    duration = fields.Milliseconds();
                    break;
                case "end_time_ms":
                    end = fields.Milliseconds();
                    break;
                case "confidence":
                    confidence = fields.Number();
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return new TranscriptWord(word ?? string.Empty, offset ?? 0, Math.Max(0, duration ?? (end - offset) ?? 0), confidence);
    }
}
