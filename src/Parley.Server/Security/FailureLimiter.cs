using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Parley.Server.Settings;

namespace Parley.Server.Security;

/// <summary>Counts failed authentications per address; an IPv6 customer is its /64.</summary>
internal sealed class FailureLimiter(LimitOptions limits) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress?> _limiter = PartitionedRateLimiter.Create<IPAddress?, string>(address =>
        RateLimitPartition.GetTokenBucketLimiter(PartitionOf(address), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.AuthenticationFailureBurst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(limits.AuthenticationFailureSeconds),
            QueueLimit = 0,
            AutoReplenishment = true,
        }));

    /// <summary>Counts one failure.</summary>
    /// <returns>False when the address has used up its failures.</returns>
    public bool Count(IPAddress? address, out TimeSpan retryAfter)
    {
        using var lease = _limiter.AttemptAcquire(address);
        retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero;
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static string PartitionOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes()[..8], 0, 0, 0, 0, 0, 0, 0, 0]).ToString()
            : address.ToString();
    }
}
