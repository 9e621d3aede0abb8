using System.Runtime.CompilerServices;
using Parley.Speech.Synthesis;

namespace Parley.Bench.Peers.Scripted;

/// <summary>Speaks at once: <see cref="SamplesPerWord"/> of a quiet tone for each word, one chunk a word, with the words' times.</summary>
internal sealed class ScriptedSynthesizer : ISpeechSynthesizer
{
    public const int SampleRate = 16_000;
    public const int SamplesPerWord = SampleRate / 5;

    private static readonly short[] Tone = [.. Enumerable.Range(0, SamplesPerWord).Select(i => (short)(1000 * Math.Sin(i * 2 * Math.PI / 40)))];
    private static readonly TimeSpan WordLength = TimeSpan.FromSeconds((double)SamplesPerWord / SampleRate);

    public string Id => "scripted";

    public IReadOnlyList<Voice> Voices { get; } =
        [new() { Id = "scripted", Name = "Scripted", EngineId = "scripted", PrimaryLocale = "en-US", Locales = ["en-US"], SampleRate = SampleRate }];

#pragma warning disable CS1998 // Nothing is waited for: that is the point.
    public async IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
#pragma warning restore CS1998
    {
        var count = 0;
        for (var at = 0; at < request.Text.Length; count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = request.Text.IndexOf(' ', at);
            end = end < 0 ? request.Text.Length : end;
            if (end > at)
            {
                yield return new SynthesisChunk(Tone, SampleRate, [new SpokenWord(request.Text[at..end], at, end - at, count * WordLength, WordLength, IsEstimate: false)]);
            }

            at = end + 1;
        }
    }

    public ValueTask DisposeAsync() => default;
}
