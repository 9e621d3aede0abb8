namespace Parley.Audio.VoiceActivity;

/// <summary>
/// Turns one probability of speech per frame into utterances: onset, pre-roll, pauses, hang-over and a greatest length.
/// Pure and in audio time only; a clock or a queue is its owner's business. Nothing is allocated. Not thread-safe.
/// </summary>
/// <remarks>
/// Every utterance is <c>Started (Paused Resumed)* Paused? Ended</c>. The owner keeps the latest
/// <see cref="LookBack"/> samples (an <see cref="AudioHistory"/>), hands on those from <see cref="SpeechGateEvent.AudioPosition"/>
/// when an utterance starts, and every frame after that up to and including the one that ended it.
/// </remarks>
public sealed class SpeechGate
{
    private static readonly TimeSpan OnsetGap = TimeSpan.FromMilliseconds(64);
    private static readonly TimeSpan ShortestCut = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestCutSearch = TimeSpan.FromSeconds(5);

    private readonly SpeechGateOptions _options;
    private readonly long _onset;
    private readonly long _onsetGap;
    private readonly long _longestOnset;
    private readonly long _preRoll;
    private readonly long _pause;
    private readonly long _silence;
    private readonly long _max;
    private readonly long _cutSearch;
    private readonly long _shortestCut;

    private State _state;
    private bool _voiced;
    private bool _paused;
    private long _candidate;
    private long _candidateSpeech;
    private long _silenceStart;
    private long _audioStart;
    private long _taken;

    /// <summary>Creates a gate.</summary>
    /// <param name="sampleRate">Rate of the frames, in hertz.</param>
    /// <param name="options">When speech begins and ends; null means the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SpeechGate(int sampleRate, SpeechGateOptions? options = null)
    {
        var format = new PcmFormat(sampleRate);
        _options = options ?? new SpeechGateOptions();
        _options.Validate();
        SampleRate = sampleRate;
        _onset = format.Samples(_options.Onset);
        _onsetGap = format.Samples(OnsetGap);
        _longestOnset = (2 * _onset) + _onsetGap;
        _preRoll = format.Samples(_options.PreRoll);
        _pause = format.Samples(_options.Pause);
        _silence = format.Samples(_options.Silence);
        _max = format.Samples(_options.MaxUtterance);
        _cutSearch = Math.Min(_max / 6, format.Samples(LongestCutSearch));
        _shortestCut = format.Samples(ShortestCut);
    }

    private enum State
    {
        Idle,
        Onset,
        Speech,

        // The last utterance was cut at its greatest length in the middle of speech: the next speech frame goes on at once.
        Cut,
    }

    /// <summary>Rate of the frames, in hertz.</summary>
    public int SampleRate { get; }

    /// <summary>How many samples were taken in since construction or <see cref="Reset"/>.</summary>
    public long Position { get; private set; }

    /// <summary>Whether an utterance is in progress.</summary>
    public bool IsOpen => _state == State.Speech;

    /// <summary>
    /// Whether speech is being heard at this moment: false in pauses, and true from the first speech frame even before
    /// <see cref="SpeechGateOptions.Onset"/> is reached. An early sign of a barge-in.
    /// </summary>
    public bool IsVoiced => _voiced;

    /// <summary>
    /// How many samples before <see cref="Position"/> a start may reach back to, as long as no frame is longer than 100 ms:
    /// the capacity of the owner's history.
    /// </summary>
    public int LookBack => (int)(_preRoll + _longestOnset + (SampleRate / 10));

    /// <summary>Takes in the next frame.</summary>
    /// <param name="probability">Probability of speech in it, 0 to 1; NaN counts as 0.</param>
    /// <param name="sampleCount">Its length in samples, at least 1.</param>
    /// <returns>What this frame decided; null most of the time.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sampleCount"/> is below 1.</exception>
    public SpeechGateEvent? Process(float probability, int sampleCount)
    {
        if (sampleCount < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(sampleCount), sampleCount, "A frame has at least one sample.");
        }

        var frameStart = Position;
        Position += sampleCount;
        _voiced = probability >= (_voiced ? _options.ReleaseThreshold : _options.Threshold);
        return _state switch
        {
            State.Speech => InSpeech(frameStart),
            State.Cut => AfterCut(frameStart),
            _ => Outside(frameStart, sampleCount),
        };
    }

    /// <summary>
    /// Ends the utterance in progress now (a flush, a released talk key, a stall by the owner's clock) and forgets a beginning
    /// one. Positions go on counting.
    /// </summary>
    /// <returns>The end; null when no utterance was in progress.</returns>
    public SpeechGateEvent? Finish()
    {
        var open = IsOpen;
        var speechEnd = _voiced ? Position : _silenceStart;
        _voiced = false;
        if (!open)
        {
            _state = State.Idle;
            return null;
        }

        return End(speechEnd, SpeechEndReason.Finished);
    }

    /// <summary>Forgets everything; the next sample has position 0.</summary>
    public void Reset()
    {
        _state = State.Idle;
        _voiced = false;
        _taken = 0;
        Position = 0;
    }

    private SpeechGateEvent? Outside(long frameStart, int sampleCount)
    {
        if (!_voiced)
        {
            if (_state == State.Onset && Position - _silenceStart > _onsetGap)
            {
                _state = State.Idle;
            }

            return null;
        }

        // Sparse clicks must not add up to an onset: at least about half of it is speech.
        if (_state == State.Idle || Position - _candidate > _longestOnset)
        {
            _state = State.Onset;
            _candidate = frameStart;
            _candidateSpeech = 0;
        }

        _silenceStart = Position;
        _candidateSpeech += sampleCount;
        return _candidateSpeech >= _onset ? Start(_candidate) : null;
    }

    private SpeechGateEvent Start(long onset)
    {
        _state = State.Speech;
        _paused = false;
        _silenceStart = Position;
        _audioStart = Math.Max(_taken, onset - _preRoll);
        return new(SpeechGateEventKind.Started, onset, _audioStart);
    }

    private SpeechGateEvent? AfterCut(long frameStart)
    {
        _state = State.Idle;
        return _voiced ? Start(frameStart) : null;
    }

    private SpeechGateEvent? InSpeech(long frameStart)
    {
        var length = Position - _audioStart;
        if (_voiced)
        {
            _silenceStart = Position;
            if (length >= _max)
            {
                return Cut();
            }

            if (!_paused)
            {
                return null;
            }

            _paused = false;
            return new(SpeechGateEventKind.Resumed, frameStart, Position);
        }

        var silence = Position - _silenceStart;
        if (_options.EndOnSilence && silence >= _silence)
        {
            return End(_silenceStart, SpeechEndReason.Silence);
        }

        if (length >= _max || silence >= SilenceForCut(_max - length))
        {
            return End(_silenceStart, SpeechEndReason.MaxUtterance);
        }

        if (_paused || silence < _pause)
        {
            return null;
        }

        _paused = true;
        return new(SpeechGateEventKind.Paused, _silenceStart, Position);
    }

    private long SilenceForCut(long remaining) =>
        remaining >= _cutSearch ? long.MaxValue : Math.Max(_shortestCut, _silence * remaining / Math.Max(1, _cutSearch));

    private SpeechGateEvent Cut()
    {
        var end = End(Position, SpeechEndReason.MaxUtterance);
        _state = State.Cut;
        return end;
    }

    private SpeechGateEvent End(long speechEnd, SpeechEndReason reason)
    {
        _state = State.Idle;
        _taken = Position;
        return new(SpeechGateEventKind.Ended, speechEnd, Position, reason);
    }
}
