using Parley.Audio;

namespace Parley.Cli.Output;

/// <summary>Samples as 16-bit little-endian bytes, without a header.</summary>
internal sealed class RawSink(Stream stream, PcmFormat format) : IAudioSink
{
    private readonly byte[] _bytes = new byte[4096];

    public PcmFormat Format => format;

    public long PlayedSamples { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        while (!samples.IsEmpty)
        {
            var part = samples[..Math.Min(samples.Length, _bytes.Length / PcmFormat.BytesPerSample)];
            var count = Pcm16.ToBytes(part.Span, _bytes);
            await stream.WriteAsync(_bytes.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            PlayedSamples += part.Length;
            samples = samples[part.Length..];
        }
    }

    public ValueTask DrainAsync(CancellationToken cancellationToken = default) => new(stream.FlushAsync(cancellationToken));

    public void Clear()
    {
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
