using Parley.Conversation;

namespace Parley.Server.Security;

/// <summary>The API keys of one data directory. Thread-safe; several processes may use it at once.</summary>
public interface IKeyStore
{
    /// <summary>Makes a key. The text is returned this once and cannot be found again.</summary>
    /// <param name="user">Owner: 1 to 64 of <c>[A-Za-z0-9._@-]</c>. It becomes the tenant's id in lower case; null means <see cref="TenantId.Local"/>.</param>
    /// <param name="label">What its owner calls it, at most 100 characters; null for none.</param>
    /// <param name="scopes">What it is good for.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The user or label has another form.</exception>
    ValueTask<(string Key, KeyRecord Record)> CreateAsync(string? user, string? label, KeyScopes scopes, CancellationToken cancellationToken = default);

    /// <summary>All keys, revoked ones included, oldest first.</summary>
    ValueTask<IReadOnlyList<KeyRecord>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Revokes a key for good.</summary>
    /// <returns>False when no live key has this id.</returns>
    ValueTask<bool> RevokeAsync(string id, CancellationToken cancellationToken = default);
}
