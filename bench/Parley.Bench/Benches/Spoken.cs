using Parley.Speech;
using Parley.Speech.Synthesis;

namespace Parley.Bench.Benches;

/// <summary>Speech to feed to recognisers, made by Flite.</summary>
internal static class Spoken
{
    public static async Task<IReadOnlyList<(string Text, short[] Samples)>> SpeakAsync(IEnumerable<string> sentences, CancellationToken cancellationToken)
    {
        await using var engines = new SpeechEngines();
        if (!engines.TryGetVoice("flite-slt", out var voice))
        {
            throw new InvalidOperationException("flite-slt cannot run here.");
        }

        var spoken = new List<(string, short[])>();
        foreach (var sentence in sentences)
        {
            var samples = new List<short>();
            await foreach (var chunk in engines.GetSynthesizer(voice).SynthesizeAsync(new SynthesisRequest { Text = sentence, VoiceId = voice.Id }, cancellationToken))
            {
                samples.AddRange(chunk.Samples.Span);
            }

            spoken.Add((sentence, [.. samples]));
        }

        return spoken;
    }

    /// <summary>One sentence of about a second and a half.</summary>
    public static async Task<short[]> QuestionAsync(CancellationToken cancellationToken) =>
        (await SpeakAsync(["Tell me about the park."], cancellationToken))[0].Samples;
}
