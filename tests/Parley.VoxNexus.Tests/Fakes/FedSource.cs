using System.Threading.Channels;
using Parley.Audio;

namespace Parley.VoxNexus.Tests.Fakes;

/// <summary>A microphone that hears what the test says, one piece a read.</summary>
internal sealed class FedSource : IAudioSource
{
    private readonly Channel<short[]> _pieces = Channel.CreateUnbounded<short[]>();

    public PcmFormat Format => PcmFormat.Speech16K;

    public void Hear(short[] samples) => _pieces.Writer.TryWrite(samples);

    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        var piece = await _pieces.Reader.ReadAsync(cancellationToken);
        piece.CopyTo(destination);
        return piece.Length;
    }

    public ValueTask DisposeAsync() => default;
}
