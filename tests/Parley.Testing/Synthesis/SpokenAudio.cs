using Parley.Speech.Synthesis;

namespace Parley.Testing.Synthesis;

/// <summary>All of what a synthesiser delivered for one request.</summary>
public sealed class SpokenAudio
{
    private readonly List<short> _samples = [];
    private readonly List<int> _chunkLengths = [];
    private readonly List<SpokenWord> _words = [];

    public IReadOnlyList<short> Samples => _samples;

    public IReadOnlyList<int> ChunkLengths => _chunkLengths;

    public IReadOnlyList<SpokenWord> Words => _words;

    public int SampleRate { get; private set; }

    public TimeSpan Duration => SampleRate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)_samples.Count / SampleRate);

    /// <summary>Root mean square of full scale, in decibels, over the loudest half of 20 ms frames: pauses do not count.</summary>
    public double SpeechLevel
    {
        get
        {
            var frame = SampleRate / 50;
            var energies = _samples.Chunk(frame).Where(c => c.Length == frame).Select(c => c.Average(s => (double)s * s)).OrderDescending().ToList();
            return 10 * Math.Log10(Math.Max(energies.Take(Math.Max(1, energies.Count / 2)).Average(), 1e-9) / 32768 / 32768);
        }
    }

    public static async Task<SpokenAudio> ReadAsync(IAsyncEnumerable<SynthesisChunk> chunks, CancellationToken cancellationToken = default)
    {
        var audio = new SpokenAudio();
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            audio.Add(chunk);
        }

        return audio;
    }

    private void Add(SynthesisChunk chunk)
    {
        if (SampleRate != 0 && chunk.SampleRate != SampleRate)
        {
            throw new InvalidOperationException($"The rate changed from {SampleRate} to {chunk.SampleRate} Hz within a request.");
        }

        SampleRate = chunk.SampleRate;
        _chunkLengths.Add(chunk.Samples.Length);
        _samples.AddRange(chunk.Samples.Span);
        _words.AddRange(chunk.Words);
    }
}
