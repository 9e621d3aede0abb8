using Parley.Conversation;

namespace Parley.Server.Estuary;

/// <summary>Messages of each player in the present hour, typed or spoken. Thread-safe; holds at most one entry for each player of this hour.</summary>
internal sealed class MessageQuota(EstuaryOptions options, TimeProvider time)
{
    private readonly Dictionary<Player, int> _used = new();
    private readonly Lock _gate = new();
    private long _hour;

    /// <summary>Counts one message. False when the hour's messages are used up.</summary>
    public bool TryTake(Player player)
    {
        if (options.MessagesPerHour is not { } limit)
        {
            return true;
        }

        lock (_gate)
        {
            var used = Used_NeedsLock(player);
            if (used >= limit)
            {
                return false;
            }

            _used[player] = used + 1;
            return true;
        }
    }

    /// <summary>How many messages of the present hour a player has sent.</summary>
    public int Used(Player player)
    {
        lock (_gate)
        {
            return Used_NeedsLock(player);
        }
    }

    private int Used_NeedsLock(Player player)
    {
        var hour = time.GetUtcNow().Ticks / TimeSpan.TicksPerHour;
        if (hour != _hour)
        {
            _hour = hour;
            _used.Clear();
        }

        return _used.GetValueOrDefault(player);
    }
}
