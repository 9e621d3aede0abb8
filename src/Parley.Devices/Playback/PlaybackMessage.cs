using System.Buffers;
using Parley.Audio.Resampling;

namespace Parley.Devices.Playback;

/// <summary>The audio of one message that waits to be played. Guarded by the player's lock; its buffers are the pool's.</summary>
internal sealed class PlaybackMessage(string id)
{
    private readonly Queue<ArraySegment<short>> _chunks = new();
    private Resampler? _resampler;

    public string Id { get; } = id;

    public bool IsComplete { get; private set; }

    public bool IsEmpty => _chunks.Count == 0;

    /// <summary>Adds samples at any rate; returns how many samples at the sink's rate that makes.</summary>
    public int Add(ReadOnlySpan<short> samples, int sampleRate, int sinkRate)
    {
        if (sampleRate == sinkRate && _resampler is null)
        {
            return Copy(samples);
        }

        var added = 0;
        if (_resampler is null || _resampler.InputRate != sampleRate)
        {
            added = FlushResampler();
            _resampler = new Resampler(sampleRate, sinkRate);
        }

        var chunk = ArrayPool<short>.Shared.Rent(Math.Max(1, _resampler.OutputLength(samples.Length)));
        return added + Enqueue(chunk, _resampler.Process(samples, chunk));
    }

    /// <summary>Says that no audio follows; returns how many samples that sets free.</summary>
    public int Complete()
    {
        IsComplete = true;
        return FlushResampler();
    }

    public bool TryTake(out ArraySegment<short> chunk) => _chunks.TryDequeue(out chunk);

    private int Copy(ReadOnlySpan<short> samples)
    {
        var chunk = ArrayPool<short>.Shared.Rent(Math.Max(1, samples.Length));
        samples.CopyTo(chunk);
        return Enqueue(chunk, samples.Length);
    }

    private int FlushResampler()
    {
        if (_resampler is not { } resampler)
        {
            return 0;
        }

        _resampler = null;
        var chunk = ArrayPool<short>.Shared.Rent(Math.Max(1, resampler.FlushLength));
        return Enqueue(chunk, resampler.Flush(chunk));
    }

    private int Enqueue(short[] chunk, int length)
    {
        if (length == 0)
        {
            ArrayPool<short>.Shared.Return(chunk);
            return 0;
        }

        _chunks.Enqueue(new ArraySegment<short>(chunk, 0, length));
        return length;
    }
}
