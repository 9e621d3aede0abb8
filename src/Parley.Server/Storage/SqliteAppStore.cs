using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Conversation;

namespace Parley.Server.Storage;

/// <summary>Apps as they last registered: name, version and what else they said, as JSON.</summary>
internal sealed class SqliteAppStore(Database database)
{
    /// <summary>Apps a tenant may have; nothing new is kept beyond.</summary>
    public const int MaxPerTenant = 1_000;

    private readonly ConversationDatabase _database = new(database);

    /// <summary>The version an app last registered; null for an unknown one.</summary>
    public ValueTask<string?> VersionAsync(TenantId tenant, string client, CancellationToken cancellationToken) => _database.ReadAsync(
        c => c.QueryFirstOrDefault<string>("SELECT version FROM apps WHERE tenant = @tenant AND client = @client", new { tenant = tenant.Value, client }),
        cancellationToken);

    /// <summary>All apps of the tenant, by name.</summary>
    public ValueTask<IReadOnlyList<(string Client, string Body)>> ListAsync(TenantId tenant, CancellationToken cancellationToken) => _database.ReadAsync<IReadOnlyList<(string, string)>>(
        c => [.. c.Query<(string, string)>("SELECT client, body FROM apps WHERE tenant = @tenant ORDER BY client COLLATE NOCASE", new { tenant = tenant.Value })],
        cancellationToken);

    /// <summary>Adds or replaces an app. Apps register at every connect: what has not changed is not written.</summary>
    /// <returns>False when there is no room for another one.</returns>
    public async ValueTask<bool> SaveAsync(TenantId tenant, string client, string version, string body, CancellationToken cancellationToken)
    {
        var values = new { tenant = tenant.Value, client, version, body, most = MaxPerTenant };
        var isKnown = await _database.ReadAsync(
            c => c.ExecuteScalar<long>("SELECT count(*) FROM apps WHERE tenant = @tenant AND client = @client AND version = @version AND body = @body", values) > 0,
            cancellationToken).ConfigureAwait(false);
        return isKnown || await _database.WriteAsync(c => Write(c, values), cancellationToken).ConfigureAwait(false);
    }

    private static bool Write(SqliteConnection connection, object values) => connection.Execute(
        """
        INSERT INTO apps (tenant, client, version, body) SELECT @tenant, @client, @version, @body
        WHERE (SELECT count(*) FROM apps WHERE tenant = @tenant) < @most OR EXISTS (SELECT 1 FROM apps WHERE tenant = @tenant AND client = @client)
        ON CONFLICT (tenant, client) DO UPDATE SET version = excluded.version, body = excluded.body
        """,
        values) > 0;
}
