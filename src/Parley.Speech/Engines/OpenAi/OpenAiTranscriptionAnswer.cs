using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>Reads <c>json</c> and <c>verbose_json</c> answers; whatever is missing is left out.</summary>
internal static class OpenAiTranscriptionAnswer
{
    // Whisper's own rule for "there was no speech".
    private const double NoSpeech = 0.6, UnlikelyText = -1;

    // verbose_json names the language in English ("english").
    private static readonly Lazy<FrozenDictionary<string, string>> LanguageNames = new(() => CultureInfo
        .GetCultures(CultureTypes.NeutralCultures)
        .Where(c => c.Name.Length is 2 or 3)
        .DistinctBy(c => c.EnglishName, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(c => c.EnglishName, c => c.Name, StringComparer.OrdinalIgnoreCase));

    /// <returns>Null when nothing was said.</returns>
    /// <exception cref="EngineException">The answer is not one.</exception>
    public static DecodedUtterance? Read(string engineId, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var text = root.GetProperty("text").GetString()?.Trim();
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            var (confidence, isSpeech) = Judge(root);
            return isSpeech ? new DecodedUtterance(text, confidence, Words(root), Language(root)) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw RemoteRecognition.Unclear(engineId, e);
        }
    }

    private static (double? Confidence, bool IsSpeech) Judge(JsonElement root)
    {
        if (!root.TryGetProperty("segments", out var segments) || segments.ValueKind != JsonValueKind.Array)
        {
            return (null, true);
        }

        double weights = 0, sum = 0;
        var speech = false;
        foreach (var segment in segments.EnumerateArray())
        {
            if (!segment.TryGetProperty("avg_logprob", out var likelihood) || likelihood.ValueKind != JsonValueKind.Number)
            {
                return (null, true);
            }

            var probability = likelihood.GetDouble();
            var silent = segment.TryGetProperty("no_speech_prob", out var none) && none.ValueKind == JsonValueKind.Number && none.GetDouble() > NoSpeech;
            speech |= !(silent && probability < UnlikelyText);
            var weight = Math.Max(0.01, Seconds(segment, "end") - Seconds(segment, "start"));
            weights += weight;
            sum += weight * Math.Exp(Math.Min(0, probability));
        }

        return weights > 0 ? (sum / weights, speech) : (null, true);
    }

    private static List<RecognizedWord> Words(JsonElement root)
    {
        var words = new List<RecognizedWord>();
        if (!root.TryGetProperty("words", out var array) || array.ValueKind != JsonValueKind.Array)
        {
            return words;
        }

        var last = 0.0;
        foreach (var word in array.EnumerateArray())
        {
            var text = Lexical.Form(word.GetProperty("word").GetString());
            if (text.Length > 0)
            {
                var start = Math.Max(last, Seconds(word, "start"));
                words.Add(new(text, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(Math.Max(0, Seconds(word, "end") - start)), null));
                last = start;
            }
        }

        return words;
    }

    private static double Seconds(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? Math.Clamp(value.GetDouble(), 0, 86_400) : 0;

    private static string? Language(JsonElement root)
    {
        if (!root.TryGetProperty("language", out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var name = value.GetString()!;
        return name.Length is 2 or 3 ? name.ToLowerInvariant() : LanguageNames.Value.GetValueOrDefault(name);
    }
}
