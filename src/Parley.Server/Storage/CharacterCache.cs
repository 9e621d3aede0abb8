using Parley.Conversation;
using Parley.Conversation.Characters;

namespace Parley.Server.Storage;

/// <summary>
/// The tenants' own characters as they were at a revision of the database: every app that connects is told all of them. One load at a
/// time for a tenant, whoever asks meanwhile shares it; the tenants least recently asked for give way. Thread-safe.
/// </summary>
internal sealed class CharacterCache
{
    private const long MaxLength = 2 * LibraryLimits.MaxLength;

    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, Entry> _entries = [];
    private long _uses;

    /// <summary>The tenant's characters.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="revision">The database's present revision.</param>
    /// <param name="load">Reads them, with the length of what was read.</param>
    /// <param name="cancellationToken">Ends the wait, not the load.</param>
    public async ValueTask<IReadOnlyList<Character>> GetAsync(
        TenantId tenant, long revision, Func<Task<(IReadOnlyList<Character> Characters, long Length)>> load, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(tenant, out entry!) || entry.Revision != revision)
            {
                _entries[tenant] = entry = new Entry(revision, load());
            }

            entry.LastUse = ++_uses;
        }

        try
        {
            var (characters, _) = await entry.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
            Trim();
            return characters;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Forget(tenant, entry);
            throw;
        }
    }

    private void Trim()
    {
        lock (_gate)
        {
            var loaded = _entries.Where(e => e.Value.Loading.IsCompletedSuccessfully).OrderByDescending(e => e.Value.LastUse).ToList();
            long length = 0;
            foreach (var (tenant, entry) in loaded)
            {
                length += entry.Loading.Result.Length;
                if (length > MaxLength)
                {
                    _entries.Remove(tenant);
                }
            }
        }
    }

    private void Forget(TenantId tenant, Entry entry)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(tenant) == entry)
            {
                _entries.Remove(tenant);
            }
        }
    }

    private sealed class Entry(long revision, Task<(IReadOnlyList<Character> Characters, long Length)> loading)
    {
        public long Revision => revision;

        public Task<(IReadOnlyList<Character> Characters, long Length)> Loading => loading;

        public long LastUse { get; set; }
    }
}
