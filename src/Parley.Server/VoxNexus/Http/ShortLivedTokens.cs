using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Parley.Server.Security;

namespace Parley.Server.VoxNexus.Http;

/// <summary>
/// Keys that live for minutes, so that a web page never holds a real one. Kept in memory, hashed; they die with the process and with
/// the key they came from. Thread-safe.
/// </summary>
internal sealed class ShortLivedTokens(TimeProvider time)
{
    private const string Prefix = "tok_";
    private const int MaxTokens = 100_000;

    private readonly ConcurrentDictionary<string, (CallerIdentity Caller, DateTimeOffset Expires)> _byHash = new();

    /// <returns>The token and when it expires; null when too many are alive.</returns>
    public (string Token, DateTimeOffset Expires)? Create(CallerIdentity caller, TimeSpan life)
    {
        if (_byHash.Count >= MaxTokens)
        {
            RemoveExpired();
        }

        if (_byHash.Count >= MaxTokens)
        {
            return null;
        }

        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        var expires = time.GetUtcNow() + life;
        _byHash[Hash(token)] = (new CallerIdentity(caller.Tenant, caller.KeyId, KeyScopes.Speech, caller.Revoked), expires);
        return (token, expires);
    }

    /// <summary>The holder of a live token; null for anything else.</summary>
    public CallerIdentity? Find(string key)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || key.Length > 64 || !_byHash.TryGetValue(Hash(key), out var entry))
        {
            return null;
        }

        if (entry.Expires > time.GetUtcNow() && !entry.Caller.Revoked.IsCancellationRequested)
        {
            return entry.Caller;
        }

        _byHash.TryRemove(Hash(key), out _);
        return null;
    }

    /// <summary>Whether a key is a token, which may not make further ones.</summary>
    public static bool IsToken(string? key) => key?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    private void RemoveExpired()
    {
        var now = time.GetUtcNow();
        foreach (var (hash, entry) in _byHash)
        {
            if (entry.Expires <= now)
            {
                _byHash.TryRemove(hash, out _);
            }
        }
    }

    // The table is looked up by hash: how long the look-up takes tells nothing of the token.
    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
