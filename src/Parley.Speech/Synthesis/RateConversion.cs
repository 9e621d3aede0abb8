using System.Buffers;
using System.Runtime.CompilerServices;
using Parley.Audio.Resampling;

namespace Parley.Speech.Synthesis;

/// <summary>Gives a synthesiser's audio another rate.</summary>
internal static class RateConversion
{
    /// <summary>The same speech at <paramref name="sampleRate"/>; chunks that have that rate already pass through.</summary>
    public static async IAsyncEnumerable<SynthesisChunk> AtRateAsync(
        this IAsyncEnumerable<SynthesisChunk> chunks, int sampleRate, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Resampler? resampler = null;
        IReadOnlyList<SpokenWord> words = [];
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            if (chunk.SampleRate == sampleRate)
            {
                yield return chunk;
                continue;
            }

            resampler ??= new Resampler(chunk.SampleRate, sampleRate);
            words = words.Count == 0 ? chunk.Words : [.. words, .. chunk.Words];
            var buffer = ArrayPool<short>.Shared.Rent(resampler.OutputLength(chunk.Samples.Length));
            try
            {
                var count = resampler.Process(chunk.Samples.Span, buffer);
                if (count > 0)
                {
                    yield return new SynthesisChunk(buffer.AsMemory(0, count), sampleRate, words);
                    words = [];
                }
            }
            finally
            {
                ArrayPool<short>.Shared.Return(buffer);
            }
        }

        if (resampler?.FlushLength > 0)
        {
            var rest = new short[resampler.FlushLength];
            resampler.Flush(rest);
            yield return new SynthesisChunk(rest, sampleRate, words);
        }
    }
}
