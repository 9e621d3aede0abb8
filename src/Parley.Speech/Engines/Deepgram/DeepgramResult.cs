using System.Text.Json;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.Deepgram;

/// <summary>One <c>Results</c> message.</summary>
/// <param name="Start">Where it begins, from the first sample of the connection.</param>
/// <param name="Duration">How much audio it covers.</param>
/// <param name="Text">What was said; may be empty.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Words">Offsets from the first sample of the connection.</param>
/// <param name="IsFinal">It will not change any more.</param>
/// <param name="SpeechFinal">The service has heard the end of the utterance.</param>
/// <param name="FromFinalize">It answers a <c>Finalize</c>.</param>
internal sealed record DeepgramResult(
    TimeSpan Start,
    TimeSpan Duration,
    string Text,
    double Confidence,
    IReadOnlyList<RecognizedWord> Words,
    bool IsFinal,
    bool SpeechFinal,
    bool FromFinalize)
{
    public TimeSpan End => Start + Duration;

    /// <summary>Reads a message.</summary>
    /// <returns>Null for messages of other types (<c>Metadata</c>, <c>UtteranceEnd</c>, <c>SpeechStarted</c> and what may come).</returns>
    /// <exception cref="EngineException">It is not a message of this wire, or an <c>Error</c>.</exception>
    public static DeepgramResult? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.GetProperty("type").GetString() switch
            {
                "Results" => Read(root),
                "Error" => throw new EngineException(DeepgramEngine.EngineId, EngineFailure.RemoteError, "The recognition service reported an error."),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw RemoteRecognition.Unclear(DeepgramEngine.EngineId, e);
        }
    }

    private static DeepgramResult Read(JsonElement root)
    {
        var alternatives = root.GetProperty("channel").GetProperty("alternatives");
        var best = alternatives.GetArrayLength() > 0 ? alternatives[0] : default;
        var words = new List<RecognizedWord>();
        if (best.ValueKind == JsonValueKind.Object && best.TryGetProperty("words", out var array))
        {
            foreach (var word in array.EnumerateArray())
            {
                var start = Seconds(word, "start");
                var end = Seconds(word, "end");
                var text = Lexical.Form(word.GetProperty("word").GetString());
                if (text.Length > 0)
                {
                    words.Add(new(text, start, end > start ? end - start : TimeSpan.Zero, Number(word, "confidence")));
                }
            }
        }

        return new DeepgramResult(
            Seconds(root, "start"),
            Seconds(root, "duration"),
            best.ValueKind == JsonValueKind.Object ? best.GetProperty("transcript").GetString()?.Trim() ?? "" : "",
            best.ValueKind == JsonValueKind.Object ? Number(best, "confidence") ?? 0 : 0,
            words,
            Flag(root, "is_final"),
            Flag(root, "speech_final"),
            Flag(root, "from_finalize"));
    }

    private static TimeSpan Seconds(JsonElement element, string name) =>
        TimeSpan.FromSeconds(Math.Clamp(element.TryGetProperty(name, out var value) ? value.GetDouble() : 0, 0, 1e7));

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? Math.Clamp(value.GetDouble(), 0, 1) : null;

    private static bool Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
