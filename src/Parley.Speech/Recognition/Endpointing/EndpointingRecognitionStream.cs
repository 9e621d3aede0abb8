using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Parley.Audio;
using Parley.Audio.Resampling;
using Parley.Audio.VoiceActivity;
using Parley.Speech.Recognition.Utterances;
using Parley.Speech.VoiceActivity;

namespace Parley.Speech.Recognition.Endpointing;

/// <summary>
/// Cuts continuous audio into utterances by voice activity and has each one recognised. One loop does all the work in the order
/// of the samples, so how fast they come changes nothing about what comes out.
/// </summary>
/// <remarks>
/// Bounds: 10 s of audio wait to be looked at, then the writer waits; 256 events wait to be read, then the loop waits, and from 64
/// on partial transcripts are left out. 64 flushes wait to be answered, then the next waits; of 128 requests on, cancels are one.
/// </remarks>
internal sealed partial class EndpointingRecognitionStream : IRecognitionStream
{
    private const int QueueSeconds = 10;
    private const int MaxEvents = 256;
    private const int MaxEventsBeforePartialsGo = 64;

    private readonly string _engineId;
    private readonly IUtteranceDecoderSource _source;
    private readonly IVoiceActivityDetector _detector;
    private readonly RecognitionOptions _options;
    private readonly ILogger _logger;
    private readonly SampleQueue _input;
    private readonly Channel<RecognitionEvent> _events;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _sessionGate = new();
    private readonly StallTimer? _stall;
    private readonly Task _loop;
    private CancellationTokenSource _session = new();
    private EngineException? _broken;
    private int _read;
    private int _disposing;

    public EndpointingRecognitionStream(
        string engineId,
        IUtteranceDecoderSource source,
        IVoiceActivityDetector detector,
        RecognitionOptions options,
        string language,
        TimeProvider timeProvider,
        ILogger logger)
    {
        if (detector.SampleRate != IUtteranceDecoder.SampleRate)
        {
            throw new ArgumentException($"The detector works at {detector.SampleRate} Hz instead of {IUtteranceDecoder.SampleRate} Hz.", nameof(detector));
        }

        _engineId = engineId;
        _source = source;
        _detector = detector;
        _options = options;
        _logger = logger;
        Language = language;
        _input = new SampleQueue(QueueSeconds * options.SampleRate, timeProvider);
        _events = Channel.CreateBounded<RecognitionEvent>(new BoundedChannelOptions(MaxEvents) { SingleReader = true, SingleWriter = true });
        _stall = options.Endpointing.Stall is { } stall ? new StallTimer(_input, stall, timeProvider) : null;
        _gate = new SpeechGate(IUtteranceDecoder.SampleRate, options.Endpointing.ToGateOptions());
        _history = new AudioHistory(_gate.LookBack);
        _resampler = new Resampler(options.SampleRate, IUtteranceDecoder.SampleRate);
        _block = new short[options.SampleRate / 10];
        _resampled = options.SampleRate == IUtteranceDecoder.SampleRate ? [] : new short[_resampler.MaxOutputLength(_block.Length)];
        _frame = new short[detector.FrameLength];
        _replay = new short[IUtteranceDecoder.SampleRate / 10];
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <inheritdoc />
    public int SampleRate => _options.SampleRate;

    /// <inheritdoc />
    public string Language { get; }

    /// <inheritdoc />
    public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken();
        return samples.IsEmpty ? ValueTask.CompletedTask : _input.WriteAsync(samples, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfBroken();
        return _input.FlushAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask CancelAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfBroken();
        cancellationToken.ThrowIfCancellationRequested();
        // The session in progress is the one that the queue's cancel ends: the next begins under the same lock.
        CancellationTokenSource session;
        lock (_sessionGate)
        {
            _input.Cancel();
            session = _session;
        }

        session.Cancel();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RecognitionEvent> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _read, 1) == 0
            ? _events.Reader.ReadAllAsync(cancellationToken)
            : throw new InvalidOperationException("The events of a recognition stream are read once.");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposing, 1) == 0)
        {
            await _disposed.CancelAsync();
            _input.Close();
            CancellationTokenSource session;
            lock (_sessionGate)
            {
                session = _session;
            }

            await session.CancelAsync();
        }

        await _loop;
    }

    private void ThrowIfBroken()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposing) != 0, this);
        if (_broken is { } broken)
        {
            throw broken;
        }
    }
}
