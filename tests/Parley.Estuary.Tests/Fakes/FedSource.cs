using System.Threading.Channels;
using Parley.Audio;

namespace Parley.Estuary.Tests.Fakes;

/// <summary>A microphone into which the test speaks block by block.</summary>
internal sealed class FedSource(int sampleRate = 16_000) : IAudioSource
{
    private readonly Channel<short[]> _blocks = Channel.CreateUnbounded<short[]>();
    private short[] _rest = [];
    private int _said;
    private int _handled;

    public PcmFormat Format { get; } = new(sampleRate);

    public bool IsDisposed { get; private set; }

    /// <summary>Waits until the reader of all that was said asks for more: it has done with it.</summary>
    public async Task HandledAsync()
    {
        while (Volatile.Read(ref _handled) <= Volatile.Read(ref _said))
        {
            await Task.Yield();
        }
    }

    public void Say(params short[] samples)
    {
        Interlocked.Increment(ref _said);
        _blocks.Writer.TryWrite(samples);
    }

    /// <summary>Milliseconds of one value.</summary>
    public void Say(short value, int milliseconds) => Say([.. Enumerable.Repeat(value, Format.SampleRate / 1000 * milliseconds)]);

    public void Break(Exception error) => _blocks.Writer.TryComplete(error);

    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        if (_rest.Length == 0)
        {
            Interlocked.Increment(ref _handled);
            if (!await _blocks.Reader.WaitToReadAsync(cancellationToken))
            {
                return 0;
            }

            _blocks.Reader.TryRead(out _rest!);
        }

        var count = Math.Min(destination.Length, _rest.Length);
        _rest.AsMemory(0, count).CopyTo(destination);
        _rest = _rest[count..];
        return count;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        _blocks.Writer.TryComplete();
        return default;
    }
}
