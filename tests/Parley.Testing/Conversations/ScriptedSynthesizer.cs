using System.Runtime.CompilerServices;
using Parley.Speech.Synthesis;

namespace Parley.Testing.Conversations;

/// <summary>
/// Speaks at once and the same every time: each word takes <see cref="WordLength"/>, sample n of a request is n modulo 20,000, one chunk a word.
/// </summary>
public sealed class ScriptedSynthesizer : ISpeechSynthesizer
{
    private readonly List<string> _spoken = [];

    public TimeSpan WordLength { get; init; } = TimeSpan.FromMilliseconds(200);

    public int SampleRate { get; init; } = 16_000;

    /// <summary>Called before a sentence is spoken; throw to fail, await to stall.</summary>
    public Func<SynthesisRequest, CancellationToken, Task>? Before { get; set; }

    public string Id => "scripted";

    public IReadOnlyList<Voice> Voices => [Voice];

    public Voice Voice => new() { Id = "scripted-voice", Name = "Scripted", EngineId = "scripted", PrimaryLocale = "en-US", Locales = ["en-US"], SampleRate = SampleRate };

    /// <summary>The texts spoken so far.</summary>
    public IReadOnlyList<string> Spoken
    {
        get
        {
            lock (_spoken)
            {
                return [.. _spoken];
            }
        }
    }

    public async IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Before is { } before)
        {
            await before(request, cancellationToken);
        }

        lock (_spoken)
        {
            _spoken.Add(request.Text);
        }

        var samples = (int)(WordLength.TotalSeconds * SampleRate);
        var count = 0;
        for (var at = 0; at < request.Text.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (char.IsWhiteSpace(request.Text[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < request.Text.Length && !char.IsWhiteSpace(request.Text[end]))
            {
                end++;
            }

            var chunk = new short[samples];
            for (var i = 0; i < samples; i++)
            {
                chunk[i] = (short)(((count * samples) + i) % 20_000);
            }

            var word = new SpokenWord(request.Text[at..end], at, end - at, WordLength * count, WordLength, IsEstimate: false);
            yield return new SynthesisChunk(chunk, SampleRate, [word]);
            count++;
            at = end;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
