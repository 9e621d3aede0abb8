using Parley.Audio;
using Parley.Audio.Levels;
using Parley.Devices.Echo;
using Parley.Devices.Native;

namespace Parley.Devices;

/// <summary>
/// A microphone. Records from its opening on, on a thread of its own, into a bounded buffer: a reader that is too slow loses the
/// oldest samples, counted in <see cref="DroppedSamples"/>. One reader at a time; properties from any thread.
/// </summary>
public sealed class Microphone : IAudioSource
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly DeviceStream _stream;
    private readonly AudioQueue _queue;
    private readonly LevelMeter _meter;
    private readonly EchoCanceller? _echo;
    private readonly TimeProvider _timeProvider = TimeProvider.System;
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stop;
    private int _dropOuts;

    private Microphone(DeviceStream stream, MicrophoneOptions options)
    {
        _stream = stream;
        _queue = new AudioQueue(new PcmFormat(options.SampleRate), options.Buffer);
        _meter = new LevelMeter(_queue.Format);
        _echo = options.EchoCanceller;
        var thread = new Thread(Run) { IsBackground = true, Name = "Parley microphone", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    /// <inheritdoc />
    public PcmFormat Format => _queue.Format;

    /// <summary>The level of the latest 50 ms, after echo cancellation.</summary>
    public AudioLevel Level => _meter.Level;

    /// <summary>How many samples were dropped because they were not read in time.</summary>
    public long DroppedSamples => _queue.DroppedSamples;

    /// <summary>How often the device itself reported lost samples.</summary>
    public int DropOuts => Volatile.Read(ref _dropOuts);

    /// <summary>Opens a microphone and begins to record.</summary>
    /// <param name="options">Which and how; null means the default one at 16 kHz.</param>
    /// <exception cref="AudioDeviceException">PortAudio is not installed, there is no such device, or it failed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentException">The echo canceller works at another sample rate.</exception>
    public static Microphone Open(MicrophoneOptions? options = null)
    {
        options ??= new MicrophoneOptions();
        var format = new PcmFormat(options.SampleRate);
        if (options.Buffer < TimeSpan.FromMilliseconds(40) || options.Buffer > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Buffer, "The buffer must hold 40 ms to one minute.");
        }

        if (options.EchoCanceller is { } echo && echo.Format != format)
        {
            throw new ArgumentException("The echo canceller must work at the microphone's sample rate.", nameof(options));
        }

        return new Microphone(DeviceStream.Open(options.Device, input: true, format.SampleRate), options);
    }

    /// <inheritdoc />
    /// <exception cref="AudioDeviceException">The device stopped working; what was recorded before has been delivered.</exception>
    public ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default) =>
        _queue.ReadAsync(destination, cancellationToken);

    /// <summary>Drops what was recorded and not yet read, so that the next read begins now.</summary>
    public void Clear() => _queue.Clear();

    /// <summary>Stops recording and closes the device; a waiting read ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop = true;
        _queue.Complete();

        // A driver may hang in its read: then the thread keeps the stream, and closes it when it comes back.
        await Task.WhenAny(_ended.Task, _timeProvider.Delay(CloseTimeout)).ConfigureAwait(false);
    }

    private void Run()
    {
        try
        {
            Record();
        }
        catch (AudioDeviceException error)
        {
            _queue.Complete(error);
        }
        finally
        {
            _stream.Dispose();
            _ended.TrySetResult(true);
        }
    }

    private void Record()
    {
        var block = new short[_stream.BlockLength];
        var resampler = DeviceStream.ResamplerBetween(_stream.SampleRate, Format.SampleRate);
        var resampled = resampler is null ? [] : new short[resampler.MaxOutputLength(block.Length)];
        var frames = _echo is null ? null : new FrameSplitter(_echo.FrameLength);
        var clean = new short[_echo?.FrameLength ?? 0];
        while (!_stop)
        {
            if (!_stream.Read(block))
            {
                Interlocked.Increment(ref _dropOuts);
                _echo?.Disturb();
            }

            ReadOnlySpan<short> samples = block;
            if (resampler is not null)
            {
                samples = resampled.AsSpan(0, resampler.Process(block, resampled));
            }

            if (frames is null)
            {
                Deliver(samples);
                continue;
            }

            while (frames.TryRead(ref samples, out var frame))
            {
                _echo!.Process(frame, clean);
                Deliver(clean);
            }
        }
    }

    private void Deliver(ReadOnlySpan<short> samples)
    {
        _meter.Process(samples);
        _queue.Push(samples);
    }
}
