using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Parley.Speech.Synthesis;

namespace Parley.Testing.Speech;

/// <summary>
/// Speaks without an engine: every text becomes the same samples each time, 100 to a character, in chunks of 20 ms. A test may hold it
/// back, let it fail, or look at what was asked.
/// </summary>
public sealed class ScriptedSynthesizer(int sampleRate = 16_000) : ISpeechSynthesizer
{
    private readonly ConcurrentQueue<SynthesisRequest> _requests = new();
    private readonly SemaphoreSlim _asked = new(0);

    public string Id => "scripted";

    public IReadOnlyList<Voice> Voices { get; } =
    [
        new() { Id = "test-one", Name = "One", EngineId = "scripted", PrimaryLocale = "en-US", Locales = ["en-US", "en-GB"], SampleRate = sampleRate, Gender = "female", Styles = ["calm"] },
        new() { Id = "test-zh", Name = "Two", EngineId = "scripted", PrimaryLocale = "zh-CN", Locales = ["zh-CN", "en-US"], SampleRate = sampleRate, Gender = "male" },
    ];

    /// <summary>What was asked so far.</summary>
    public IReadOnlyCollection<SynthesisRequest> Requests => _requests;

    /// <summary>Called before each chunk with the text and the number of the chunk from 0; it may wait, or throw.</summary>
    public Func<string, int, CancellationToken, ValueTask>? BeforeChunk { get; set; }

    /// <summary>The samples a text becomes.</summary>
    public static short[] Samples(string text) => [.. text.SelectMany(c => Enumerable.Range(0, 100).Select(i => (short)(((c * 31) + i) % 2000)))];

    /// <summary>Waits until one more request has come.</summary>
    public Task WaitForRequestAsync(CancellationToken cancellationToken) => _asked.WaitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public async IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _requests.Enqueue(request);
        _asked.Release();
        var samples = Samples(request.Text);
        var size = sampleRate / 50;
        for (var i = 0; i * size < samples.Length || i == 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (BeforeChunk is { } hook)
            {
                await hook(request.Text, i, cancellationToken);
            }

            var length = Math.Min(size, samples.Length - (i * size));
            IReadOnlyList<SpokenWord> words = i == 0 ? [new SpokenWord(request.Text, 0, request.Text.Length, TimeSpan.Zero, TimeSpan.FromMilliseconds(samples.Length * 1000.0 / sampleRate), IsEstimate: false)] : [];
            yield return new SynthesisChunk(samples.AsMemory(i * size, length), sampleRate, words);
        }
    }

    public ValueTask DisposeAsync() => default;
}
