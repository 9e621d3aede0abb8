using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Parley.Server.Settings;

namespace Parley.Server.Security;

/// <summary>Counts the connections of each key to each face. Callers without a key are bounded by the server's total alone.</summary>
public sealed class ConnectionLimiter : IDisposable
{
    private readonly int _perKey;
    private readonly PartitionedRateLimiter<(string Face, string Key, int Limit)> _limiter =
        PartitionedRateLimiter.Create<(string Face, string Key, int Limit), (string, string)>(slot =>
            RateLimitPartition.GetConcurrencyLimiter((slot.Face, slot.Key), _ => new ConcurrencyLimiterOptions { PermitLimit = slot.Limit, QueueLimit = 0 }));

    internal ConnectionLimiter(LimitOptions limits) => _perKey = limits.MaxConnectionsPerKey;

    /// <summary>Takes a place for one connection; dispose <paramref name="place"/> when the connection ends.</summary>
    /// <param name="caller">Who connects.</param>
    /// <param name="face">The face's name: places of different faces are counted apart.</param>
    /// <param name="place">The place taken; null when there was none.</param>
    /// <param name="limit">A smaller number of places than the server's setting; null for the setting.</param>
    /// <returns>False when the key has all its places in use: refuse with 429 before the upgrade.</returns>
    public bool TryEnter(CallerIdentity caller, string face, [NotNullWhen(true)] out IDisposable? place, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.KeyId is null)
        {
            place = Unlimited.Instance;
            return true;
        }

        var lease = _limiter.AttemptAcquire((face, caller.KeyId, Math.Min(limit ?? _perKey, _perKey)));
        place = lease.IsAcquired ? lease : null;
        if (place is null)
        {
            lease.Dispose();
        }

        return place is not null;
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();

    private sealed class Unlimited : IDisposable
    {
        public static readonly Unlimited Instance = new();

        public void Dispose()
        {
        }
    }
}
