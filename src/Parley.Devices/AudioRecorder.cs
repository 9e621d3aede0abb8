using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Audio;
using Parley.Audio.Levels;

namespace Parley.Devices;

/// <summary>
/// Records frames of one length from a microphone or any other source, to an <c>await foreach</c> or to a handler, and can be muted.
/// One recording at a time; <see cref="IsMuted"/> and the figures from any thread.
/// </summary>
public sealed class AudioRecorder : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly IAudioSource _source;
    private readonly LevelMeter _meter;
    private readonly ILogger _logger;
    private CancellationTokenSource? _stop;
    private Task _recording = Task.CompletedTask;
    private volatile bool _muted;
    private long _captured;
    private bool _disposed;

    /// <summary>Creates a recorder.</summary>
    /// <param name="source">Where the samples come from; owned. A <see cref="Microphone"/>, or anything else.</param>
    /// <param name="frame">Length of a frame, 5 to 500 ms; null means 20 ms.</param>
    /// <param name="logger">Null logs nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frame"/> is outside that range.</exception>
    public AudioRecorder(IAudioSource source, TimeSpan? frame = null, ILogger<AudioRecorder>? logger = null)
    {
        var length = frame ?? TimeSpan.FromMilliseconds(20);
        if (length < TimeSpan.FromMilliseconds(5) || length > TimeSpan.FromMilliseconds(500))
        {
            throw new ArgumentOutOfRangeException(nameof(frame), frame, "A frame lasts 5 to 500 ms.");
        }

        _source = source ?? throw new ArgumentNullException(nameof(source));
        _logger = logger ?? NullLogger<AudioRecorder>.Instance;
        _meter = new LevelMeter(source.Format);
        FrameLength = (int)source.Format.Samples(length);
    }

    /// <summary>The format of the frames.</summary>
    public PcmFormat Format => _source.Format;

    /// <summary>Samples of a frame.</summary>
    public int FrameLength { get; }

    /// <summary>Whether captured frames are thrown away instead of being delivered; default false.</summary>
    public bool IsMuted
    {
        get => _muted;
        set => _muted = value;
    }

    /// <summary>The level of the latest 50 ms delivered; silence while muted.</summary>
    public AudioLevel Level => _muted ? AudioLevel.Silence : _meter.Level;

    /// <summary>How many samples were captured, muted ones included.</summary>
    public long CapturedSamples => Interlocked.Read(ref _captured);

    /// <summary>How many samples the source had to drop because they were not taken in time; 0 for sources that never do.</summary>
    public long DroppedSamples => _source switch
    {
        Microphone microphone => microphone.DroppedSamples,
        AudioQueue queue => queue.DroppedSamples,
        _ => 0,
    };

    /// <summary>Whether a recording started with <see cref="Start"/> is running.</summary>
    public bool IsRecording => !Completion.IsCompleted;

    /// <summary>
    /// The recording started last: ends when it is stopped or the source ends, and fails when the source or the handler does.
    /// </summary>
    public Task Completion
    {
        get
        {
            lock (_gate)
            {
                return _recording;
            }
        }
    }

    /// <summary>Records until the source ends or the enumeration does. A microphone's older sound is dropped first.</summary>
    /// <param name="cancellationToken">Ends the recording.</param>
    /// <returns>Frames of <see cref="FrameLength"/> samples, each good until the next is asked for; only the source's last may be shorter.</returns>
    /// <exception cref="AudioDeviceException">The device stopped working.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<short>> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (_source as Microphone)?.Clear();
        var frame = new short[FrameLength];
        var held = 0;
        while (true)
        {
            var read = await _source.ReadAsync(frame.AsMemory(held), cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _captured, read);
            held += read;
            if (read > 0 && held < frame.Length)
            {
                continue;
            }

            if (held > 0 && !_muted)
            {
                _meter.Process(frame.AsSpan(0, held));
                yield return frame.AsMemory(0, held);
            }

            held = 0;
            if (read == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Begins to record to a handler.</summary>
    /// <param name="onFrame">
    /// Gets one frame after another, each good until it returns. While it is busy the source's buffer fills. When it throws, the
    /// recording ends and <see cref="Completion"/> fails.
    /// </param>
    /// <exception cref="InvalidOperationException">A recording is running already.</exception>
    public void Start(Func<ReadOnlyMemory<short>, CancellationToken, ValueTask> onFrame)
    {
        if (onFrame is null)
        {
            throw new ArgumentNullException(nameof(onFrame));
        }

        lock (_gate)
        {
            if (_disposed)
            {
                throw new ObjectDisposedException(nameof(AudioRecorder));
            }

            if (!_recording.IsCompleted)
            {
                throw new InvalidOperationException("A recording is running already.");
            }

            _stop?.Dispose();
            _stop = new CancellationTokenSource();
            var token = _stop.Token;
            _recording = Task.Run(() => RecordAsync(onFrame, token), CancellationToken.None);
        }
    }

    /// <summary>Stops the recording and waits until its handler has returned, so not from within it. Nothing happens when none is running.</summary>
    /// <returns>Fails as <see cref="Completion"/> does.</returns>
    public async Task StopAsync()
    {
        Task recording;
        lock (_gate)
        {
            if (!_disposed)
            {
                _stop?.Cancel();
            }

            recording = _recording;
        }

        await recording.ConfigureAwait(false);
    }

    /// <summary>Stops the recording, waits for its handler (so not from within it) and disposes of the source. Failures of the recording are only in <see cref="Completion"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        Task recording;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _stop?.Cancel();
            _stop?.Dispose();
            _disposed = true;
            recording = _recording;
        }

        await Task.WhenAny(recording).ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RecordAsync(Func<ReadOnlyMemory<short>, CancellationToken, ValueTask> onFrame, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in ReadFramesAsync(cancellationToken).ConfigureAwait(false))
            {
                await onFrame(frame, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            DevicesLog.RecordingFailed(_logger, error.GetType().Name);
            throw;
        }
    }
}
