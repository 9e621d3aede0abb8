using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Parley.Server.Security;

/// <summary>
/// The live keys in memory, so that a request needs no query. Reading is lock-free; <see cref="Replace"/> swaps the whole table and
/// ends what revoked keys hold open.
/// </summary>
internal sealed class KeyDirectory
{
    private readonly Lock _gate = new();
    private readonly List<KeyRecord> _ofThisRun = [];
    private volatile FrozenDictionary<ulong, Entry[]> _byHash = FrozenDictionary<ulong, Entry[]>.Empty;

    /// <summary>How many keys are good.</summary>
    public int Count => Entries().Count();

    /// <summary>
    /// Finds the caller by key. The table is indexed by the first bytes of the key's hash, which tell nothing of the key;
    /// the rest is compared in constant time.
    /// </summary>
    public CallerIdentity? Find(string key)
    {
        if (key.Length > ApiKey.MaxLength)
        {
            return null;
        }

        var hash = ApiKey.Hash(key);
        if (_byHash.TryGetValue(Index(hash), out var bucket))
        {
            foreach (var entry in bucket)
            {
                if (CryptographicOperations.FixedTimeEquals(entry.Hash.Span, hash))
                {
                    return entry.Identity;
                }
            }
        }

        return null;
    }

    /// <summary>Adds a key that no store knows and that ends with this process.</summary>
    public void AddForThisRun(KeyRecord record)
    {
        lock (_gate)
        {
            _ofThisRun.Add(record);
            Swap([.. Entries(), new Entry(record)]);
        }
    }

    /// <summary>Takes over what the store holds now. Callers of keys that are gone or revoked are told after the swap.</summary>
    public void Replace(IEnumerable<KeyRecord> records)
    {
        List<Entry> gone;
        lock (_gate)
        {
            var old = Entries().ToDictionary(e => e.Identity.KeyId!);
            List<Entry> live = [];
            foreach (var record in records.Concat(_ofThisRun).Where(r => r.RevokedAt is null))
            {
                live.Add(old.Remove(record.Id, out var known) ? known : new Entry(record));
            }

            Swap(live);
            gone = [.. old.Values];
        }

        foreach (var entry in gone)
        {
            entry.Revoke();
        }
    }

    private IEnumerable<Entry> Entries() => _byHash.Values.SelectMany(bucket => bucket);

    private void Swap(IEnumerable<Entry> live) => _byHash = live.GroupBy(e => Index(e.Hash.Span)).ToFrozenDictionary(g => g.Key, g => g.ToArray());

    private static ulong Index(ReadOnlySpan<byte> hash) => MemoryMarshal.Read<ulong>(hash);

    private sealed class Entry
    {
        private readonly CancellationTokenSource _revoked = new();

        public Entry(KeyRecord record)
        {
            Hash = record.Hash;
            Identity = new CallerIdentity(record.Tenant, record.Id, record.Scopes, _revoked.Token);
        }

        public ReadOnlyMemory<byte> Hash { get; }

        public CallerIdentity Identity { get; }

        // Connections run their own ends in here; they must not hold up the others.
        public void Revoke() => _ = _revoked.CancelAsync();
    }
}
