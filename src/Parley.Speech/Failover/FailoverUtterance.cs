using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Failover;

/// <summary>
/// One utterance, kept (60 s at most) until an engine has made a final of it. When an engine fails in the middle, the next one
/// hears all of it at the end: partial transcripts stop, the final comes.
/// </summary>
internal sealed class FailoverUtterance(FailoverEngine engine, Queue<FailoverCandidate> candidates) : IUtteranceDecoder
{
    private const int MaxAudio = 60 * IUtteranceDecoder.SampleRate;

    private readonly SampleBuffer _audio = new();
    private FailoverCandidate? _candidate;
    private IUtteranceDecoder? _decoder;
    private EngineException? _failure;
    private bool _complete = true;

    public bool HasEnded => _failure is null && _decoder!.HasEnded;

    public void Accept(ReadOnlySpan<short> samples)
    {
        if (_complete && _audio.Length + samples.Length > MaxAudio)
        {
            _complete = false;
            _audio.Dispose();
        }

        if (_complete)
        {
            _audio.Append(samples);
        }

        if (_failure is null)
        {
            try
            {
                _decoder!.Accept(samples);
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }

        if (_failure is not null && !CanRepeat)
        {
            throw _failure;
        }
    }

    public string? ReadPartial()
    {
        if (_failure is not null)
        {
            return null;
        }

        try
        {
            return _decoder!.ReadPartial();
        }
        catch (Exception e) when (CanRepeat)
        {
            Fail(e);
            return null;
        }
    }

    public async ValueTask<DecodedUtterance?> FinishAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_failure is { } failure)
            {
                if (!CanRepeat)
                {
                    throw failure;
                }

                await NextAsync(failure, cancellationToken);
            }

            try
            {
                if (_failure is not null)
                {
                    _decoder!.Accept(_audio.Samples.Span);
                    _failure = null;
                }

                var decoded = await _decoder!.FinishAsync(cancellationToken);
                engine.Order.Succeeded(_candidate!.Index);
                return decoded is null || decoded.Language is not null ? decoded : decoded with { Language = _candidate.Language };
            }
            catch (Exception e)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Fail(e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _audio.Dispose();
        await GiveBackAsync();
    }

    /// <summary>Leases from the next engine that can.</summary>
    /// <param name="failure">What made it necessary; null at the beginning.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EngineException">None can: the first failure of all.</exception>
    public async ValueTask NextAsync(EngineException? failure, CancellationToken cancellationToken)
    {
        await GiveBackAsync();
        while (candidates.TryDequeue(out var candidate))
        {
            try
            {
                _decoder = await candidate.Source.LeaseAsync(cancellationToken);
                _candidate = candidate;
                return;
            }
            catch (EngineException e)
            {
                engine.Failed(candidate.Index, e);
                failure ??= e;
            }
        }

        _complete = false;
        throw failure!;
    }

    private bool CanRepeat => _complete && candidates.Count > 0;

    private async ValueTask GiveBackAsync()
    {
        if (_decoder is { } decoder)
        {
            _decoder = null;
            await decoder.DisposeAsync();
        }
    }

    private void Fail(Exception e)
    {
        _failure = e as EngineException ?? new EngineException(_candidate!.EngineId, EngineFailure.Failed, "The recogniser broke.", e);
        engine.Failed(_candidate!.Index, _failure);
    }
}
