using System.Buffers;
using Parley.Audio.Resampling;
using Parley.Speech.Synthesis;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>Brings an engine's chunks to the rate the client asked for, across the sentences of one utterance. Not thread-safe.</summary>
internal sealed class UtteranceConverter(int sampleRate) : IDisposable
{
    private Resampler? _resampler;
    private short[] _buffer = [];

    /// <summary>The chunk's samples at the client's rate, valid until the next call.</summary>
    public ReadOnlyMemory<short> Convert(SynthesisChunk chunk)
    {
        if (_resampler is null && chunk.SampleRate == sampleRate)
        {
            return chunk.Samples;
        }

        var tail = 0;
        if (_resampler?.InputRate != chunk.SampleRate)
        {
            // Another voice stood in: what the old resampler holds comes first.
            tail = _resampler?.FlushLength ?? 0;
            Reserve(tail);
            _resampler?.Flush(_buffer);
            _resampler = new Resampler(chunk.SampleRate, sampleRate);
        }

        Reserve(tail + _resampler.OutputLength(chunk.Samples.Length));
        var written = _resampler.Process(chunk.Samples.Span, _buffer.AsSpan(tail));
        return _buffer.AsMemory(0, tail + written);
    }

    /// <summary>What is still inside at the end of the utterance.</summary>
    public ReadOnlyMemory<short> Finish()
    {
        if (_resampler is null)
        {
            return default;
        }

        Reserve(_resampler.FlushLength);
        return _buffer.AsMemory(0, _resampler.Flush(_buffer));
    }

    public void Dispose()
    {
        ArrayPool<short>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Reserve(int length)
    {
        if (_buffer.Length < length)
        {
            var larger = ArrayPool<short>.Shared.Rent(length);
            _buffer.AsSpan().CopyTo(larger);
            ArrayPool<short>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
