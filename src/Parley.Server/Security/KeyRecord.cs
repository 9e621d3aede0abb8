using Parley.Conversation;

namespace Parley.Server.Security;

/// <summary>One API key as stored: everything but the key itself.</summary>
public sealed record KeyRecord
{
    /// <summary>Public id, such as <c>k7f3a09c</c>: what lists show and <c>revoke</c> takes.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant that owns it.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>What its owner calls it; null when unnamed.</summary>
    public string? Label { get; init; }

    /// <summary>What it is good for.</summary>
    public required KeyScopes Scopes { get; init; }

    /// <summary>SHA-256 of the key, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked, UTC; null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
