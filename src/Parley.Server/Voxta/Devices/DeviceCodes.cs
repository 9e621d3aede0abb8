using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Parley.Server.Security;

namespace Parley.Server.Voxta.Devices;

/// <summary>
/// Devices that wait for their user's consent (specification §6.3). Bounded, in memory: a restart forgets them and they ask again.
/// Thread-safe.
/// </summary>
internal sealed class DeviceCodes(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Known clients ask every one or two seconds.</summary>
    public static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Codes that may wait in all, and for one address.</summary>
    public const int Capacity = 1_000;
    public const int CapacityPerAddress = 20;

    // No vowels, so that no words come out, and nothing that looks like something else.
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _byDevice = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byUser = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _order = new();

    /// <summary>Makes a pair of codes; null when too many wait.</summary>
    public (string UserCode, string DeviceCode)? Issue(IPAddress? address, string label)
    {
        lock (_gate)
        {
            DropOld();
            if (_byDevice.Count >= Capacity || _byDevice.Values.Count(e => Equals(e.Address, address)) >= CapacityPerAddress)
            {
                return null;
            }

            string user;
            do
            {
                user = RandomNumberGenerator.GetString(Letters, 8);
            }
            while (_byUser.ContainsKey(user));

            var entry = new Entry(user, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), label, address, time.GetTimestamp());
            _byDevice.Add(entry.DeviceCode, entry);
            _byUser.Add(user, entry);
            _order.Enqueue(entry);
            return ($"{user[..4]}-{user[4..]}", entry.DeviceCode);
        }
    }

    /// <summary>The user consents. Each code once.</summary>
    /// <returns>What asked; null when no device waits with this code.</returns>
    public string? Approve(string userCode, CallerIdentity owner)
    {
        var code = new string([.. userCode.Where(char.IsAsciiLetter).Select(char.ToUpperInvariant).Take(9)]);
        lock (_gate)
        {
            DropOld();
            if (!_byUser.Remove(code, out var entry))
            {
                return null;
            }

            entry.Grant = new DeviceGrant(owner, entry.Label);
            return entry.Label;
        }
    }

    /// <summary>The device asks. A grant is given out once.</summary>
    public DevicePoll Poll(string deviceCode, out DeviceGrant? grant)
    {
        grant = null;
        lock (_gate)
        {
            DropOld();
            if (!_byDevice.TryGetValue(deviceCode, out var entry))
            {
                return DevicePoll.Unknown;
            }

            var now = time.GetTimestamp();
            var tooSoon = entry.Polled is { } last && time.GetElapsedTime(last, now) < LeastInterval;
            entry.Polled = now;
            if (tooSoon)
            {
                return DevicePoll.TooSoon;
            }

            if (entry.Grant is null)
            {
                return DevicePoll.Pending;
            }

            _byDevice.Remove(deviceCode);
            grant = entry.Grant;

            // Consent ends with the key it was given with.
            return grant.Owner.Revoked.IsCancellationRequested ? DevicePoll.Unknown : DevicePoll.Granted;
        }
    }

    private void DropOld()
    {
        while (_order.TryPeek(out var oldest) && (time.GetElapsedTime(oldest.Issued) >= Lifetime || !_byDevice.ContainsKey(oldest.DeviceCode)))
        {
            _order.Dequeue();
            _byDevice.Remove(oldest.DeviceCode);
            _byUser.Remove(oldest.UserCode);
        }
    }

    private sealed class Entry(string userCode, string deviceCode, string label, IPAddress? address, long issued)
    {
        public string UserCode => userCode;

        public string DeviceCode => deviceCode;

        public string Label => label;

        public IPAddress? Address => address;

        public long Issued => issued;

        public long? Polled { get; set; }

        public DeviceGrant? Grant { get; set; }
    }
}
