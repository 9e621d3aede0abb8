using Dapper;
using Parley.Conversation;
using Parley.Conversation.Scenarios;

namespace Parley.Server.Storage;

/// <summary>Scenarios in the database.</summary>
internal sealed class SqliteScenarioStore(Database database) : IScenarioStore
{
    private readonly ConversationDatabase _database = new(database);

    /// <inheritdoc />
    public ValueTask<Scenario?> FindAsync(TenantId tenant, Guid scenarioId, CancellationToken cancellationToken = default) => _database.ReadAsync(
        c => c.QueryFirstOrDefault<string>("SELECT body FROM scenarios WHERE tenant = @tenant AND id = @id", Key(tenant, scenarioId)) is { } body ? StoredJson.ReadScenario(body) : null,
        cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Scenario>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default) => _database.ReadAsync<IReadOnlyList<Scenario>>(
        c =>
        [
            .. c.Query<string>("SELECT body FROM scenarios WHERE tenant = @tenant", new { tenant = tenant.Value })
                .Select(StoredJson.ReadScenario).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ThenBy(s => s.Id),
        ],
        cancellationToken);

    /// <inheritdoc />
    public async ValueTask SaveAsync(TenantId tenant, Scenario scenario, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var values = Key(tenant, scenario.Id);
        var body = StoredJson.Write(scenario);
        values.Add("body", body);
        await _database.WriteAsync(
            c =>
            {
                var (others, length) = c.QuerySingle<(long, long)>("SELECT count(*), coalesce(sum(length(body)), 0) FROM scenarios WHERE tenant = @tenant AND id <> @id", values);
                LibraryLimits.Check(others, length, body.Length);
                return c.Execute("INSERT OR REPLACE INTO scenarios (tenant, id, body) VALUES (@tenant, @id, @body)", values);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(TenantId tenant, Guid scenarioId, CancellationToken cancellationToken = default) =>
        _database.WriteAsync(c => c.Execute("DELETE FROM scenarios WHERE tenant = @tenant AND id = @id", Key(tenant, scenarioId)) > 0, cancellationToken);

    private static DynamicParameters Key(TenantId tenant, Guid id) => new(new { tenant = tenant.Value, id = StoredValue.Of(id) });
}
