using Parley.Conversation;

namespace Parley.Server.Security;

/// <summary>Who calls: the tenant, and the key that proved it. Found in <c>HttpContext.Features</c> once the caller is known.</summary>
public sealed class CallerIdentity
{
    /// <summary>The caller of a server that requires no keys: the local tenant with every scope.</summary>
    public static CallerIdentity Local { get; } = new(TenantId.Local, null, KeyScopes.All, CancellationToken.None);

    internal CallerIdentity(TenantId tenant, string? keyId, KeyScopes scopes, CancellationToken revoked)
    {
        Tenant = tenant;
        KeyId = keyId;
        Scopes = scopes;
        Revoked = revoked;
    }

    /// <summary>Owner of chats, characters and memory.</summary>
    public TenantId Tenant { get; }

    /// <summary>The key's public id; null when no key was needed.</summary>
    public string? KeyId { get; }

    /// <summary>What the caller may do.</summary>
    public KeyScopes Scopes { get; }

    /// <summary>Cancelled when the key is revoked: a connection ends itself then. Never cancelled when no key was needed.</summary>
    public CancellationToken Revoked { get; }

    /// <summary>Whether the caller has all of <paramref name="scopes"/>.</summary>
    public bool Has(KeyScopes scopes) => (Scopes & scopes) == scopes;
}
