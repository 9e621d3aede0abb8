using System.Buffers;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>Samples in a rented array. Whoever holds it last calls <see cref="Release"/>, once.</summary>
/// <param name="Buffer">From the shared pool; empty, or null in the default value, for no samples.</param>
/// <param name="Length">How many samples at its front count.</param>
internal readonly record struct AudioBlock(short[] Buffer, int Length)
{
    public static AudioBlock Empty { get; } = new([], 0);

    public ReadOnlyMemory<short> Samples => Buffer.AsMemory(0, Length);

    public static AudioBlock Rent(int samples) => new(ArrayPool<short>.Shared.Rent(samples), samples);

    public void Release()
    {
        if (Buffer is { Length: > 0 })
        {
            ArrayPool<short>.Shared.Return(Buffer);
        }
    }
}
