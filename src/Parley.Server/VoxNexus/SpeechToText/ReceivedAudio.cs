using System.Buffers;
using System.Runtime.InteropServices;
using Parley.Audio;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>
/// Where the bytes of one audio message are decoded to: straight into a rented array of samples, behind what <see cref="AudioInput"/>
/// keeps of the message before. One message at a time: <see cref="Begin"/>, write, <see cref="Take"/> or <see cref="Drop"/>.
/// </summary>
internal sealed class ReceivedAudio : IBufferWriter<byte>
{
    private short[] _samples = [];
    private int _lead;

    /// <summary>Bytes written.</summary>
    public int Count { get; private set; }

    /// <param name="lead">Bytes to leave free at the front.</param>
    public void Begin(int lead)
    {
        _lead = lead;
        Count = 0;
    }

    /// <summary>Hands the array over.</summary>
    public short[] Take()
    {
        var samples = _samples;
        _samples = [];
        return samples;
    }

    /// <summary>Gives the array back.</summary>
    public void Drop()
    {
        if (_samples.Length > 0)
        {
            ArrayPool<short>.Shared.Return(Take());
        }
    }

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException("Write to spans.");

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        var needed = ((_lead + Count + Math.Max(1, sizeHint)) / PcmFormat.BytesPerSample) + 1;
        if (_samples.Length < needed)
        {
            var larger = ArrayPool<short>.Shared.Rent(needed);
            _samples.CopyTo(larger.AsSpan());
            Drop();
            _samples = larger;
        }

        return MemoryMarshal.AsBytes(_samples.AsSpan())[(_lead + Count)..];
    }
}
