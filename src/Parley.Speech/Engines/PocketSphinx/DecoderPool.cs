namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>
/// A bounded number of decoders, made when first needed, leased for an utterance each. The latest used is leased first, so that
/// the others fall idle and are freed. Thread-safe.
/// </summary>
internal sealed class DecoderPool : IDisposable
{
    private readonly Func<PocketSphinxDecoder> _create;
    private readonly TimeSpan _leaseTimeout;
    private readonly TimeSpan _idleTimeout;
    private readonly TimeProvider _timeProvider;
    private readonly SemaphoreSlim _free;
    private readonly Lock _gate = new();
    private readonly List<Idle> _idle = [];
    private readonly ITimer _sweep;
    private bool _disposed;

    public DecoderPool(Func<PocketSphinxDecoder> create, PocketSphinxOptions options, TimeProvider timeProvider)
    {
        _create = create;
        _leaseTimeout = options.LeaseTimeout;
        _idleTimeout = options.IdleTimeout;
        _timeProvider = timeProvider;
        Capacity = options.EffectiveMaxDecoders;
        _free = new SemaphoreSlim(Capacity);
        _sweep = timeProvider.CreateTimer(static p => ((DecoderPool)p!).Sweep(), this, _idleTimeout, _idleTimeout);
    }

    /// <summary>Most decoders at once.</summary>
    public int Capacity { get; }

    /// <summary>Leases a decoder, waiting for one to come free within the deadline.</summary>
    /// <exception cref="EngineException">None came free, or none could be made.</exception>
    public async ValueTask<PocketSphinxDecoder> LeaseAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_free.Wait(0, cancellationToken))
        {
            await WaitAsync(cancellationToken);
        }

        SpeechMetrics.DecodersLeased.Add(1);
        try
        {
            return TakeIdle() ?? await Task.Run(_create, CancellationToken.None);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Takes a decoder back.</summary>
    public void Return(PocketSphinxDecoder decoder)
    {
        var keep = false;
        lock (_gate)
        {
            if (!_disposed && decoder.IsHealthy)
            {
                keep = true;
                _idle.Add(new(decoder, _timeProvider.GetTimestamp()));
            }
        }

        if (!keep)
        {
            decoder.Dispose();
        }

        Release();
    }

    /// <summary>Frees the idle decoders; leased ones are freed when they come back.</summary>
    public void Dispose()
    {
        Idle[] idle;
        lock (_gate)
        {
            _disposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        _sweep.Dispose();
        foreach (var one in idle)
        {
            one.Decoder.Dispose();
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        SpeechMetrics.DecodersAwaited.Add(1);
        var start = _timeProvider.GetTimestamp();
        using var deadline = new CancellationTokenSource(_leaseTimeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _free.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            SpeechMetrics.DecodersRefused.Add(1);
            throw new EngineException(
                PocketSphinxModel.EngineId, EngineFailure.Busy, $"All {Capacity} decoders stayed in use for {_leaseTimeout.TotalSeconds:0.#} s.");
        }
        finally
        {
            SpeechMetrics.DecodersAwaited.Add(-1);
            SpeechMetrics.DecoderWait.Record(_timeProvider.GetElapsedTime(start).TotalSeconds);
        }
    }

    private PocketSphinxDecoder? TakeIdle()
    {
        lock (_gate)
        {
            if (_idle.Count == 0)
            {
                return null;
            }

            var decoder = _idle[^1].Decoder;
            _idle.RemoveAt(_idle.Count - 1);
            return decoder;
        }
    }

    private void Release()
    {
        SpeechMetrics.DecodersLeased.Add(-1);
        _free.Release();
    }

    private void Sweep()
    {
        while (true)
        {
            PocketSphinxDecoder oldest;
            lock (_gate)
            {
                if (_idle.Count < 2 || _timeProvider.GetElapsedTime(_idle[0].Since) < _idleTimeout)
                {
                    return;
                }

                oldest = _idle[0].Decoder;
                _idle.RemoveAt(0);
            }

            oldest.Dispose();
        }
    }

    private readonly record struct Idle(PocketSphinxDecoder Decoder, long Since);
}
