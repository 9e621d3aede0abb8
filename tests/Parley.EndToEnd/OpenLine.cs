using System.Runtime.InteropServices;
using System.Threading.Channels;
using Parley.Audio;

namespace Parley.EndToEnd;

/// <summary>A microphone that is always open: what is said into it, silence otherwise. Endless; 16 kHz.</summary>
internal sealed class OpenLine : IAudioSource
{
    private readonly Channel<short[]> _said = Channel.CreateUnbounded<short[]>();
    private ReadOnlyMemory<short> _rest;

    public PcmFormat Format => PcmFormat.Speech16K;

    /// <summary>Says something, after what was said before.</summary>
    /// <param name="pcm">16-bit little-endian samples.</param>
    public void Say(ReadOnlySpan<byte> pcm) => _said.Writer.TryWrite(MemoryMarshal.Cast<byte, short>(pcm).ToArray());

    public ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rest.IsEmpty && _said.Reader.TryRead(out var next))
        {
            _rest = next;
        }

        var count = _rest.IsEmpty ? destination.Length : Math.Min(destination.Length, _rest.Length);
        if (_rest.IsEmpty)
        {
            destination.Span.Clear();
        }
        else
        {
            _rest[..count].CopyTo(destination);
            _rest = _rest[count..];
        }

        return new ValueTask<int>(count);
    }

    public ValueTask DisposeAsync() => default;
}
