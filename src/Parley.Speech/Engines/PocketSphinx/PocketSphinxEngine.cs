using Microsoft.Extensions.Logging;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>PocketSphinx in process.</summary>
internal sealed class PocketSphinxEngine : IUtteranceEngine
{
    private readonly DecoderPool _pool;
    private readonly Task _warmUp;

    /// <exception cref="EngineException">The library or the model is missing.</exception>
    public PocketSphinxEngine(PocketSphinxOptions options, TimeProvider timeProvider, ILogger logger)
    {
        if (PocketSphinxModel.Problem(options) is { } problem)
        {
            throw new EngineException(Id, EngineFailure.Unavailable, $"{problem} Install it with: {PocketSphinxModel.Remedy}");
        }

        Languages = [PocketSphinxModel.Language(options)];
        _pool = new DecoderPool(() => new PocketSphinxDecoder(options), options, timeProvider);
        _warmUp = options.WarmUp ? Task.Run(() => WarmUpAsync(logger)) : Task.CompletedTask;
    }

    public string Id => PocketSphinxModel.EngineId;

    public IReadOnlyList<string> Languages { get; }

    public IUtteranceDecoderSource OpenSource(UtteranceOptions options) => new Source(_pool);

    public async ValueTask DisposeAsync()
    {
        await _warmUp;
        _pool.Dispose();
    }

    /// <summary>Makes the first decoder and lets it hear half a second of silence, which pulls its model into memory.</summary>
    private async Task WarmUpAsync(ILogger logger)
    {
        try
        {
            await using var utterance = await new Source(_pool).LeaseAsync(CancellationToken.None);
            utterance.Accept(new short[IUtteranceDecoder.SampleRate / 2]);
            await utterance.FinishAsync(CancellationToken.None);
        }
        catch (EngineException e)
        {
            RecognitionLog.WarmUpFailed(logger, Id, e.Failure, e.Message);
        }
    }

    /// <summary>Keeps one speaker's cepstral mean from utterance to utterance.</summary>
    private sealed class Source(DecoderPool pool) : IUtteranceDecoderSource
    {
        private readonly float[] _mean = [.. PocketSphinxDecoder.TypicalMean];

        public async ValueTask<IUtteranceDecoder> LeaseAsync(CancellationToken cancellationToken)
        {
            var decoder = await pool.LeaseAsync(cancellationToken);
            try
            {
                return new PocketSphinxUtterance(pool, decoder, _mean);
            }
            catch
            {
                pool.Return(decoder);
                throw;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
