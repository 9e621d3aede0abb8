using Parley.Audio;
using Parley.Audio.Levels;
using Parley.Devices.Echo;
using Parley.Devices.Native;

namespace Parley.Devices;

/// <summary>
/// A speaker. A thread of its own plays what is written through a bounded buffer (a full one makes the writer wait), and silence when
/// there is nothing. Writes and drains one at a time; everything else from any thread.
/// </summary>
public sealed class Speaker : IAudioSink
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly DeviceStream _stream;
    private readonly AudioQueue _queue;
    private readonly LevelMeter _meter;
    private readonly EchoCanceller? _echo;
    private readonly DeviceBuffer _device;
    private readonly TimeProvider _timeProvider = TimeProvider.System;
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<bool>? _drained;
    private AudioDeviceException? _error;
    private volatile bool _stop;
    private long _played;
    private int _dropOuts;

    private Speaker(DeviceStream stream, SpeakerOptions options)
    {
        _stream = stream;
        _queue = new AudioQueue(new PcmFormat(options.SampleRate), options.Buffer);
        _meter = new LevelMeter(_queue.Format);
        _echo = options.EchoCanceller;
        _device = new DeviceBuffer(stream.WriteAvailable, stream.BlockLength);
        var thread = new Thread(Run) { IsBackground = true, Name = "Parley speaker", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    /// <inheritdoc />
    public PcmFormat Format => _queue.Format;

    /// <inheritdoc />
    /// <remarks>What the device has not yet played out of its own buffer does not count.</remarks>
    public long PlayedSamples => Interlocked.Read(ref _played);

    /// <summary>The level of the latest 50 ms played.</summary>
    public AudioLevel Level => _meter.Level;

    /// <summary>How often the device ran dry.</summary>
    public int DropOuts => Volatile.Read(ref _dropOuts);

    /// <summary>Opens a speaker.</summary>
    /// <param name="options">Which and how; null means the default one at 24 kHz.</param>
    /// <exception cref="AudioDeviceException">PortAudio is not installed, there is no such device, or it failed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static Speaker Open(SpeakerOptions? options = null)
    {
        options ??= new SpeakerOptions();
        var format = new PcmFormat(options.SampleRate);
        if (options.Buffer < TimeSpan.FromMilliseconds(40) || options.Buffer > TimeSpan.FromSeconds(10))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Buffer, "The buffer must hold 40 ms to 10 s.");
        }

        return new Speaker(DeviceStream.Open(options.Device, input: false, format.SampleRate), options);
    }

    /// <inheritdoc />
    /// <exception cref="AudioDeviceException">The device stopped working.</exception>
    /// <exception cref="ObjectDisposedException">The speaker is closed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        try
        {
            await _queue.WriteAsync(samples, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException) when (_stop || _error is not null)
        {
            throw (Exception?)_error ?? new ObjectDisposedException(nameof(Speaker));
        }
    }

    /// <inheritdoc />
    /// <exception cref="AudioDeviceException">The device stopped working.</exception>
    public async ValueTask DrainAsync(CancellationToken cancellationToken = default)
    {
        Task drained;
        lock (_gate)
        {
            if (_ended.Task.IsCompleted)
            {
                drained = Task.CompletedTask;
            }
            else
            {
                // The thread looks before it waits for the device again, and answers when nothing is left on the way.
                _drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                drained = _drained.Task;
            }
        }

        if (!drained.IsCompleted && cancellationToken.CanBeCanceled)
        {
            var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = cancellationToken.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(true), cancelled);
            await Task.WhenAny(drained, cancelled.Task).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        await drained.ConfigureAwait(false);
        if (_error is { } error)
        {
            throw error;
        }
    }

    /// <inheritdoc />
    /// <remarks>What is in the device's own buffer, some tens of milliseconds, still sounds.</remarks>
    public void Clear() => _queue.Clear();

    /// <summary>Stops at once and closes the device. To hear everything, drain first.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop = true;
        _queue.Complete();
        _queue.Clear();

        // A driver may hang in its write: then the thread keeps the stream, and closes it when it comes back.
        await Task.WhenAny(_ended.Task, _timeProvider.Delay(CloseTimeout)).ConfigureAwait(false);
    }

    private void Run()
    {
        try
        {
            Play();
        }
        catch (AudioDeviceException error)
        {
            _error = error;
        }
        finally
        {
            _queue.Complete();
            _queue.Clear();
            _stream.Dispose();
            lock (_gate)
            {
                _ended.TrySetResult(true);
                _drained?.TrySetResult(true);
            }
        }
    }

    private void Play()
    {
        var source = new short[Format.SampleRate / 100];
        var resampler = DeviceStream.ResamplerBetween(Format.SampleRate, _stream.SampleRate);
        var resampled = resampler is null ? [] : new short[resampler.MaxOutputLength(source.Length)];
        var reference = _echo is null ? null : new EchoReference(_echo, Format.SampleRate);
        while (!_stop)
        {
            var count = _queue.TryRead(source);
            source.AsSpan(count).Clear();
            _meter.Process(source);
            ReadOnlySpan<short> block = source;
            if (resampler is not null)
            {
                block = resampled.AsSpan(0, resampler.Process(source, resampled));
            }

            if (!_stream.Write(block))
            {
                Interlocked.Increment(ref _dropOuts);
                _echo?.Disturb();
            }

            reference?.Add(source);
            _device.Add(block.Length, count);
            Interlocked.Exchange(ref _played, _device.Played(_stream.WriteAvailable));
            AnswerDrain();
        }
    }

    private void AnswerDrain()
    {
        lock (_gate)
        {
            if (_drained is { } drained && _queue.Count == 0 && _device.IsSilent)
            {
                _drained = null;
                drained.TrySetResult(true);
            }
        }
    }
}
