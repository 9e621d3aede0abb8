using System.Runtime.InteropServices;
using Parley.Audio;
using Parley.Devices.Echo;

namespace Parley.EndToEnd.Estuary;

/// <summary>
/// A speaker and an open microphone in one small room: what is played comes back 70 ms later, 10 dB down, with reflections that die away
/// over 60 ms. The microphone moves the room's time, a frame with each read, so that the two never drift apart however busy the machine is.
/// </summary>
/// <param name="canceller">Takes the speaker's sound out of the microphone's; null for none.</param>
internal sealed class EchoRoom(EchoCanceller? canceller) : IAudioSource, IAudioSink
{
    private const int FrameLength = 320;
    private const int Delay = 16 * 70;
    private const int Tail = 16 * 60;

    private static readonly PcmFormat Room = PcmFormat.Speech16K;
    private static readonly float[] Reflections = NewReflections();

    private readonly Lock _gate = new();
    private readonly Queue<short> _speaker = new();
    private readonly short[] _past = new short[Delay + Tail];
    private readonly short[] _frame = new short[FrameLength];
    private readonly short[] _captured = new short[FrameLength];
    private readonly short[] _clean = new short[FrameLength];
    private ReadOnlyMemory<short> _said;
    private ReadOnlyMemory<short> _rest;
    private TaskCompletionSource _moved = Signal();
    private long _played;

    PcmFormat IAudioSource.Format => Room;

    PcmFormat IAudioSink.Format => Room;

    public long PlayedSamples => Interlocked.Read(ref _played);

    /// <summary>A person begins to say this, somewhat louder than the speaker sounds at the microphone.</summary>
    /// <param name="pcm">16-bit little-endian samples.</param>
    public void Say(byte[] pcm)
    {
        lock (_gate)
        {
            _said = MemoryMarshal.Cast<byte, short>(pcm).ToArray();
        }
    }

    public ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rest.IsEmpty)
        {
            PassFrame();
            _rest = canceller is null ? _captured : _clean;
        }

        var count = Math.Min(destination.Length, _rest.Length);
        _rest[..count].CopyTo(destination);
        _rest = _rest[count..];
        return new ValueTask<int>(count);
    }

    /// <summary>Waits while more than 200 ms have not been played.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        await WaitAsync(most: Room.SampleRate / 5, cancellationToken);
        lock (_gate)
        {
            foreach (var sample in samples.Span)
            {
                _speaker.Enqueue(sample);
            }
        }
    }

    public ValueTask DrainAsync(CancellationToken cancellationToken = default) => WaitAsync(most: 0, cancellationToken);

    public void Clear()
    {
        lock (_gate)
        {
            _speaker.Clear();
            Move_NeedsLock();
        }
    }

    public ValueTask DisposeAsync() => default;

    private void PassFrame()
    {
        lock (_gate)
        {
            Array.Clear(_frame);
            var count = Math.Min(FrameLength, _speaker.Count);
            for (var i = 0; i < count; i++)
            {
                _frame[i] = _speaker.Dequeue();
            }

            Interlocked.Add(ref _played, count);
            for (var i = 0; i < FrameLength; i++)
            {
                var person = i < _said.Length ? _said.Span[i] : 0;
                _captured[i] = (short)Math.Clamp(person + Echo(i), short.MinValue, short.MaxValue);
            }

            _said = _said[Math.Min(FrameLength, _said.Length)..];
            _past.AsSpan(FrameLength).CopyTo(_past);
            _frame.CopyTo(_past.AsSpan(_past.Length - FrameLength));
            Move_NeedsLock();
        }

        canceller?.Played(_frame);
        canceller?.Process(_captured, _clean);
    }

    /// <summary>What comes back at a sample of the present frame, of what was played before it.</summary>
    private float Echo(int at)
    {
        var first = _past.Length - Delay + at;
        var sum = 0f;
        for (var i = 0; i < Tail && i <= first; i++)
        {
            sum += Reflections[i] * _past[first - i];
        }

        return sum;
    }

    private async ValueTask WaitAsync(int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_speaker.Count <= most)
                {
                    return;
                }

                moved = _moved.Task;
            }

            await moved.WaitAsync(cancellationToken);
        }
    }

    private void Move_NeedsLock()
    {
        _moved.TrySetResult();
        _moved = Signal();
    }

    private static float[] NewReflections()
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, Tail).Select(i => i == 0 ? 0.32f : 0.1f * (float)((random.NextDouble() - 0.5) * Math.Exp(-i / 200.0)))];
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
