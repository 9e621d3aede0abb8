using Microsoft.Extensions.Logging;
using Parley.Speech.Recognition.Utterances;
using Parley.Speech.Registry;

namespace Parley.Speech.Failover;

/// <summary>
/// Several engines in order: an utterance that one of them loses is said again to the next, from the beginning. It speaks for the
/// first; a model that was asked for is the first one's. The engines belong to their owner.
/// </summary>
internal sealed class FailoverEngine(IReadOnlyList<IUtteranceEngine> engines, TimeSpan cooldown, TimeProvider timeProvider, ILogger logger) : IUtteranceEngine
{
    public string Id => engines[0].Id;

    public IReadOnlyList<string> Languages => engines[0].Languages;

    public FailoverOrder Order { get; } = new(engines.Count, cooldown, timeProvider);

    public IUtteranceDecoderSource OpenSource(UtteranceOptions options)
    {
        var candidates = new List<FailoverCandidate>();
        EngineException? first = null;
        for (var i = 0; i < engines.Count; i++)
        {
            var language = UtteranceLanguage.Of(engines[i], options.Language);
            try
            {
                var source = engines[i].OpenSource(options with { Language = language, Model = i == 0 ? options.Model : null });
                candidates.Add(new(i, engines[i].Id, language, source));
            }
            catch (EngineException failure)
            {
                Failed(i, failure);
                first ??= failure;
            }
        }

        return candidates.Count > 0 ? new FailoverSource(this, candidates) : throw first!;
    }

    public void Failed(int index, EngineException failure)
    {
        if (Order.Failed(index))
        {
            RegistryLog.EngineFailedOver(logger, failure.EngineId, failure.Failure, failure.Message);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
