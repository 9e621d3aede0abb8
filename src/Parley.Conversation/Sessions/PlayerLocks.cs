namespace Parley.Conversation.Sessions;

/// <summary>One lock per player, which lives while somebody has it or waits for it. Thread-safe.</summary>
internal sealed class PlayerLocks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Player, Entry> _entries = [];

    /// <summary>Waits for the player's lock; dispose the result to give it back.</summary>
    public async Task<IDisposable> EnterAsync(Player player, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(player, out entry))
            {
                _entries[player] = entry = new Entry(this, player);
            }

            entry.Users++;
        }

        try
        {
            await entry.Turn.WaitAsync(cancellationToken);
            return entry;
        }
        catch
        {
            Leave(entry);
            throw;
        }
    }

    private void Leave(Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Users == 0)
            {
                _entries.Remove(entry.Player);
            }
        }
    }

    // Disposed by whoever has the lock, any number of times in its life.
    private sealed class Entry(PlayerLocks owner, Player player) : IDisposable
    {
        public Player Player => player;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }

        public void Dispose()
        {
            Turn.Release();
            owner.Leave(this);
        }
    }
}
