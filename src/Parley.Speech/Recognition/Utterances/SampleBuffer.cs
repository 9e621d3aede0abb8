using System.Buffers;

namespace Parley.Speech.Recognition.Utterances;

/// <summary>Audio kept for later, in pooled memory that grows with need. Its owner bounds it. Not thread-safe.</summary>
internal sealed class SampleBuffer : IDisposable
{
    private short[] _samples = [];

    public int Length { get; private set; }

    /// <summary>Valid until the next change.</summary>
    public ReadOnlyMemory<short> Samples => _samples.AsMemory(0, Length);

    public void Append(ReadOnlySpan<short> samples)
    {
        var needed = checked(Length + samples.Length);
        if (needed > _samples.Length)
        {
            var larger = ArrayPool<short>.Shared.Rent(Math.Max(needed, 2 * Length));
            Samples.Span.CopyTo(larger);
            Release();
            _samples = larger;
        }

        samples.CopyTo(_samples.AsSpan(Length));
        Length = needed;
    }

    /// <summary>Gives the memory back; the buffer is empty and may be used again.</summary>
    public void Dispose()
    {
        Release();
        Length = 0;
    }

    private void Release()
    {
        if (_samples.Length > 0)
        {
            ArrayPool<short>.Shared.Return(_samples);
            _samples = [];
        }
    }
}
