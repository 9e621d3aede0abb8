using System.Collections.Concurrent;
using Parley.Conversation;

namespace Parley.Server.Estuary;

/// <summary>Messages of each player in the present hour. Thread-safe; holds at most one entry for each player of this hour.</summary>
internal sealed class MessageQuota(EstuaryOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<Player, int> _used = new();
    private readonly Lock _gate = new();
    private long _hour;

    /// <summary>Counts one message. False when the hour's messages are used up.</summary>
    public bool TryTake(Player player, out int used, out int limit)
    {
        limit = options.MessagesPerHour ?? int.MaxValue;
        used = 0;
        if (options.MessagesPerHour is null)
        {
            return true;
        }

        lock (_gate)
        {
            var hour = time.GetUtcNow().Ticks / TimeSpan.TicksPerHour;
            if (hour != _hour)
            {
                _hour = hour;
                _used.Clear();
            }

            used = _used.GetValueOrDefault(player);
            if (used >= limit)
            {
                return false;
            }

            _used[player] = ++used;
            return true;
        }
    }
}
