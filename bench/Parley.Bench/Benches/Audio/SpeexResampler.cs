using System.Runtime.InteropServices;

namespace Parley.Bench.Benches.Audio;

/// <summary>libspeexdsp's resampler for one channel.</summary>
internal sealed partial class SpeexResampler : IDisposable
{
    private const string Library = "libspeexdsp.so.1";

    private readonly nint _state;

    /// <param name="inputRate">In hertz.</param>
    /// <param name="outputRate">In hertz.</param>
    /// <param name="quality">0 to 10; 4 is its default for voice over IP, 8 stops aliases as far as ours does.</param>
    public SpeexResampler(int inputRate, int outputRate, int quality)
    {
        _state = speex_resampler_init(1, (uint)inputRate, (uint)outputRate, quality, out var error);
        if (error != 0)
        {
            throw new InvalidOperationException($"libspeexdsp answered {error}.");
        }
    }

    public int Process(ReadOnlySpan<short> input, Span<short> output)
    {
        var (read, written) = ((uint)input.Length, (uint)output.Length);
        return speex_resampler_process_int(_state, 0, ref MemoryMarshal.GetReference(input), ref read, ref MemoryMarshal.GetReference(output), ref written) == 0 && read == input.Length
            ? (int)written
            : throw new InvalidOperationException("libspeexdsp left samples over.");
    }

    public void Dispose() => speex_resampler_destroy(_state);

    [LibraryImport(Library)]
    private static partial nint speex_resampler_init(uint channels, uint inputRate, uint outputRate, int quality, out int error);

    [LibraryImport(Library)]
    private static partial int speex_resampler_process_int(nint state, uint channel, ref short input, ref uint inputLength, ref short output, ref uint outputLength);

    [LibraryImport(Library)]
    private static partial void speex_resampler_destroy(nint state);
}
