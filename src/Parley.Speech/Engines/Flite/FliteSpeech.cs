using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.Flite;

/// <summary>One request being spoken by Flite.</summary>
internal sealed unsafe class FliteSpeech : PiecewiseSpeech, IFliteSink, IFliteJob
{
    /// <summary>Half a second ahead of a reader who plays in real time: far enough to let others go first.</summary>
    private const int AheadSamples = FliteVoiceDefinition.SampleRate / 2;

    /// <summary>Seconds of silence kept before the first sound; voices begin with 0.17 to 0.27 of it, which nobody wants to wait for.</summary>
    private const float KeptSilence = 0.03f;

    private readonly FliteWorkers _workers;
    private readonly FliteVoice _voice;
    private readonly FliteProsody _prosody;
    private readonly string _text;
    private readonly IReadOnlyList<FlitePiece> _pieces;

    // Of the current piece.
    private FlitePiece _piece = null!;
    private long _origin;
    private int _skip;
    private Exception? _failure;

    public FliteSpeech(FliteWorkers workers, FliteVoice voice, FliteProsody prosody, string text, IReadOnlyList<FlitePiece> pieces)
        : base(pieces.Count, FliteVoiceDefinition.SampleRate, prosody.Gain, holdsLastChunk: false)
    {
        _workers = workers;
        _voice = voice;
        _prosody = prosody;
        _text = text;
        _pieces = pieces;
    }

    /// <inheritdoc />
    public void Run()
    {
        if (!IsStopped)
        {
            try
            {
                FliteUtterance.Speak(_voice, _piece.Text, _prosody, this);
            }
            catch (Exception failure)
            {
                _failure ??= failure;
            }
        }

        EndPiece(_workers.IsClosing ? FliteWorkers.Closed() : Broken(_failure));
    }

    /// <inheritdoc />
    public void Abandon(EngineException reason) => EndPiece(reason);

    protected override void Begin(int piece)
    {
        _piece = _pieces[piece];
        _origin = Produced;
        _skip = -1;
        if (_workers.TryQueue(this) is { } refusal)
        {
            Abandon(refusal);
        }
    }

    bool IFliteSink.TryTake(ReadOnlySpan<short> samples, FliteNative.Utterance* utterance, ref int minimum)
    {
        try
        {
            if (IsStopped || _workers.IsClosing)
            {
                return false;
            }

            if (_skip < 0)
            {
                BeginUtterance(utterance);
            }

            var skipped = Math.Min(_skip, samples.Length);
            _skip -= skipped;
            Take(samples[skipped..]);
            minimum = ChunkLength - 1; // The callback fires above the minimum.
            if (Produced - _origin > AheadSamples)
            {
                _workers.LetFirstsPass();
            }

            return true;
        }
        catch (Exception failure)
        {
            _failure = failure;
            return false;
        }
    }

    private static EngineException? Broken(Exception? failure) =>
        failure is null ? null : new EngineException(FliteLibrary.EngineId, EngineFailure.Failed, "Flite broke while speaking.", failure);

    private void BeginUtterance(FliteNative.Utterance* utterance)
    {
        var silence = Math.Max(0, FliteWords.LeadingSilence(utterance) - KeptSilence);
        _skip = (int)(silence * SampleRate);
        AddWords(FliteWords.Read(utterance, _piece, _text, ((double)_origin / SampleRate) - silence));
    }
}
