using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Failover;

/// <summary>One stream's decoders of all engines.</summary>
internal sealed class FailoverSource(FailoverEngine engine, IReadOnlyList<FailoverCandidate> candidates) : IUtteranceDecoderSource
{
    /// <summary>Leases from the first engine that can, so that the utterance begins with a working one.</summary>
    public async ValueTask<IUtteranceDecoder> LeaseAsync(CancellationToken cancellationToken)
    {
        var utterance = new FailoverUtterance(engine, InOrder());
        await utterance.NextAsync(null, cancellationToken);
        return utterance;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var candidate in candidates)
        {
            await candidate.Source.DisposeAsync();
        }
    }

    private Queue<FailoverCandidate> InOrder()
    {
        var order = new int[engine.Order.Count];
        engine.Order.CopyTo(order);
        var queue = new Queue<FailoverCandidate>(candidates.Count);
        foreach (var index in order)
        {
            if (candidates.FirstOrDefault(c => c.Index == index) is { } candidate)
            {
                queue.Enqueue(candidate);
            }
        }

        return queue;
    }
}
