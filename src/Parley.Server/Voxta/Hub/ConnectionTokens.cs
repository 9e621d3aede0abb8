using System.Security.Cryptography;

namespace Parley.Server.Voxta.Hub;

/// <summary>
/// Connection tokens of negotiation. A token may open any number of connections, at the same time too: the audio client is given its
/// control client's. It stays good while one is open and for some minutes after. Bounded; the oldest unused one gives way. Thread-safe.
/// </summary>
internal sealed class ConnectionTokens(VoxtaOptions options, TimeProvider time)
{
    private const int Capacity = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _tokens = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _unused = new();

    public string Issue(string instance)
    {
        var token = Random();
        lock (_gate)
        {
            DropExpired();
            if (_tokens.Count >= Capacity && _unused.First is { } oldest)
            {
                Remove(oldest.Value);
            }

            _tokens[token] = new Entry(instance) { Expires = time.GetUtcNow() + options.TokenLifetime, Node = _unused.AddLast(token) };
        }

        return token;
    }

    /// <summary>Opens a connection with a token.</summary>
    /// <returns>The client instance it was issued to; null when it is unknown or has expired.</returns>
    public string? Open(string token)
    {
        lock (_gate)
        {
            DropExpired();
            if (!_tokens.TryGetValue(token, out var entry))
            {
                return null;
            }

            entry.Connections++;
            if (entry.Node is { } node)
            {
                _unused.Remove(node);
                entry.Node = null;
            }

            return entry.Instance;
        }
    }

    public void Close(string token)
    {
        lock (_gate)
        {
            if (_tokens.TryGetValue(token, out var entry) && --entry.Connections == 0)
            {
                entry.Expires = time.GetUtcNow() + options.TokenLifetime;
                entry.Node = _unused.AddLast(token);
            }
        }
    }

    public static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private void DropExpired()
    {
        var now = time.GetUtcNow();
        while (_unused.First is { } oldest && _tokens[oldest.Value].Expires <= now)
        {
            Remove(oldest.Value);
        }
    }

    private void Remove(string token)
    {
        if (_tokens.Remove(token, out var entry) && entry.Node is { } node)
        {
            _unused.Remove(node);
        }
    }

    private sealed class Entry(string instance)
    {
        public string Instance { get; } = instance;

        public int Connections { get; set; }

        public DateTimeOffset Expires { get; set; }

        // In the list of unused tokens, which is in the order of their expiry.
        public LinkedListNode<string>? Node { get; set; }
    }
}
