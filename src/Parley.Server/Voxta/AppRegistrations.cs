using System.Collections.Concurrent;
using Parley.Conversation;

namespace Parley.Server.Voxta;

/// <summary>The version each app last registered, per tenant. Bounded: beyond a thousand names of a tenant nothing new is kept.</summary>
internal sealed class AppRegistrations
{
    private const int MaxPerTenant = 1_000;

    private readonly ConcurrentDictionary<TenantId, ConcurrentDictionary<string, string>> _versions = new();

    public void Register(TenantId tenant, string client, string version)
    {
        var versions = _versions.GetOrAdd(tenant, _ => new(StringComparer.OrdinalIgnoreCase));
        if (versions.Count < MaxPerTenant || versions.ContainsKey(client))
        {
            versions[client] = version;
        }
    }

    public string? Version(TenantId tenant, string client) =>
        _versions.TryGetValue(tenant, out var versions) && versions.TryGetValue(client, out var version) ? version : null;
}
