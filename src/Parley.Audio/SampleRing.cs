namespace Parley.Audio;

/// <summary>A first-in-first-out store of samples in fixed memory. Not thread-safe.</summary>
internal sealed class SampleRing(int capacity)
{
    private readonly short[] _samples = new short[capacity];
    private int _start;

    public int Capacity => _samples.Length;

    public int Count { get; private set; }

    public int Room => _samples.Length - Count;

    /// <summary>Takes in as many as there is room for.</summary>
    public int Write(ReadOnlySpan<short> samples)
    {
        var count = Math.Min(samples.Length, Room);
        var at = (_start + Count) % _samples.Length;
        var first = Math.Min(count, _samples.Length - at);
        samples[..first].CopyTo(_samples.AsSpan(at));
        samples[first..count].CopyTo(_samples);
        Count += count;
        return count;
    }

    public int Read(Span<short> destination)
    {
        var count = Math.Min(destination.Length, Count);
        var first = Math.Min(count, _samples.Length - _start);
        _samples.AsSpan(_start, first).CopyTo(destination);
        _samples.AsSpan(0, count - first).CopyTo(destination[first..]);
        DropOldest(count);
        return count;
    }

    public void DropOldest(int count)
    {
        _start = (_start + count) % _samples.Length;
        Count -= count;
    }

    public void KeepOldest(int count) => Count = Math.Min(Count, count);
}
