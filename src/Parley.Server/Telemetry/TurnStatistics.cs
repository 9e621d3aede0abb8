using System.Collections.Concurrent;
using Parley.Conversation;
using Parley.Conversation.Turns;

namespace Parley.Server.Telemetry;

/// <summary>What the turns of each tenant took, since the server started. Thread-safe. Keeps 256 durations of each stage and tenant.</summary>
internal sealed class TurnStatistics
{
    private readonly ConcurrentDictionary<TenantId, Figures> _tenants = new();

    /// <summary>Notes a turn that has ended.</summary>
    public void Note(Player player, TurnReport turn) => _tenants.GetOrAdd(player.Tenant, _ => new Figures()).Note(turn);

    /// <summary>The tenant's figures.</summary>
    public TurnFigures Of(TenantId tenant) => _tenants.TryGetValue(tenant, out var figures) ? figures.Read() : TurnFigures.None;

    private sealed class Figures
    {
        private const int Kept = 256;

        private readonly Lock _gate = new();
        private readonly Dictionary<string, Queue<TimeSpan>> _stages = [];
        private long _total;
        private long _interrupted;
        private long _failed;

        public void Note(TurnReport turn)
        {
            var stages = TurnStages.Of(turn.Timings);
            lock (_gate)
            {
                _total++;
                _interrupted += turn.Outcome == TurnOutcome.Interrupted ? 1 : 0;
                _failed += turn.Outcome == TurnOutcome.Failed ? 1 : 0;
                foreach (var stage in stages)
                {
                    if (!_stages.TryGetValue(stage.Name, out var durations))
                    {
                        _stages[stage.Name] = durations = new Queue<TimeSpan>(Kept);
                    }

                    if (durations.Count == Kept)
                    {
                        durations.Dequeue();
                    }

                    durations.Enqueue(stage.Duration);
                }
            }
        }

        public TurnFigures Read()
        {
            lock (_gate)
            {
                return new TurnFigures(_total, _interrupted, _failed, _stages.ToDictionary(s => s.Key, s => StageFigures.Of([.. s.Value])));
            }
        }
    }
}
