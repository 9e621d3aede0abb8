using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Recognition.Endpointing;

/// <summary>
/// The utterance in progress: waits for its decoder without holding up voice activity, keeping the audio meanwhile.
/// A failure is kept and told at the end, so that the events of voice activity go on undisturbed.
/// </summary>
internal sealed class Utterance : IAsyncDisposable
{
    /// <summary>Audio kept while a decoder is waited for; beyond it the stream waits too.</summary>
    private const int MaxBacklog = 10 * IUtteranceDecoder.SampleRate;

    private const int PartialInterval = IUtteranceDecoder.SampleRate / 10;

    private readonly string _engineId;
    private readonly CancellationToken _cancelled;
    private readonly bool _partials;
    private readonly SampleBuffer _backlog = new();
    private ValueTask<IUtteranceDecoder>? _lease;
    private IUtteranceDecoder? _decoder;
    private int _sincePartial;

    public Utterance(string engineId, IUtteranceDecoderSource source, long onset, long audioStart, bool partials, CancellationToken cancelled)
    {
        _engineId = engineId;
        _cancelled = cancelled;
        _partials = partials;
        Onset = onset;
        AudioStart = audioStart;
        try
        {
            _lease = source.LeaseAsync(cancelled).Preserve();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Position of the onset of speech in the session.</summary>
    public long Onset { get; }

    /// <summary>Position of the first sample the decoder gets, pre-roll included.</summary>
    public long AudioStart { get; }

    /// <summary>What went wrong; null while nothing has.</summary>
    public EngineException? Failure { get; private set; }

    /// <summary>Whether the engine itself has ended the utterance.</summary>
    public bool HasEnded => Failure is null && _decoder is { HasEnded: true };

    /// <summary>Hands on samples. Completes at once unless the backlog for a missing decoder is full.</summary>
    /// <returns>A new partial transcript, if there is one.</returns>
    public ValueTask<string?> AcceptAsync(ReadOnlyMemory<short> samples)
    {
        if (_decoder is null && Failure is null && (_lease!.Value.IsCompleted || _backlog.Length + samples.Length > MaxBacklog))
        {
            return TakeDecoderAsync(samples);
        }

        if (Failure is not null)
        {
            return default;
        }

        if (_decoder is null)
        {
            _backlog.Append(samples.Span);
            return default;
        }

        return new(Decode(samples.Span));
    }

    /// <summary>Ends the utterance.</summary>
    /// <returns>What was said; null when nothing was, or when <see cref="Failure"/> is set.</returns>
    public async ValueTask<DecodedUtterance?> FinishAsync()
    {
        await TakeDecoderAsync(default);
        if (Failure is not null)
        {
            return null;
        }

        try
        {
            return await _decoder!.FinishAsync(_cancelled);
        }
        catch (Exception e)
        {
            Fail(e);
            return null;
        }
    }

    /// <summary>Gives the decoder back, also one that is still to come.</summary>
    public async ValueTask DisposeAsync()
    {
        _backlog.Dispose();
        if (_decoder is null && _lease is { } lease)
        {
            _lease = null;
            try
            {
                _decoder = await lease;
            }
            catch (Exception)
            {
                // Either told already, or the utterance was dropped.
                return;
            }
        }

        if (_decoder is { } decoder)
        {
            _decoder = null;
            await decoder.DisposeAsync();
        }
    }

    private async ValueTask<string?> TakeDecoderAsync(ReadOnlyMemory<short> samples)
    {
        string? partial = null;
        if (_lease is { } lease)
        {
            try
            {
                _lease = null;
                _decoder = await lease;
            }
            catch (Exception e)
            {
                Fail(e);
            }

            if (_decoder is not null)
            {
                partial = Decode(_backlog.Samples.Span);
            }

            _backlog.Dispose();
        }

        return (samples.IsEmpty ? null : Decode(samples.Span)) ?? partial;
    }

    private string? Decode(ReadOnlySpan<short> samples)
    {
        if (Failure is not null)
        {
            return null;
        }

        try
        {
            _decoder!.Accept(samples);
            _sincePartial += samples.Length;
            if (!_partials || _sincePartial < PartialInterval)
            {
                return null;
            }

            _sincePartial = 0;
            return _decoder.ReadPartial();
        }
        catch (Exception e)
        {
            Fail(e);
            return null;
        }
    }

    /// <summary>Keeps the failure; what fails because of a cancel is the cancel's business.</summary>
    private void Fail(Exception e)
    {
        _cancelled.ThrowIfCancellationRequested();
        Failure ??= e as EngineException ?? new EngineException(_engineId, EngineFailure.Failed, "The recogniser broke.", e);
    }
}
