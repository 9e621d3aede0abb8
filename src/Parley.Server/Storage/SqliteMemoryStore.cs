using Dapper;
using Parley.Conversation;
using Parley.Conversation.Memories;

namespace Parley.Server.Storage;

/// <summary>Memories in the database.</summary>
internal sealed class SqliteMemoryStore(Database database) : IMemoryStore
{
    private const string IsOwn = "tenant = @tenant AND player = @player AND character = @character";

    private readonly ConversationDatabase _database = new(database);

    /// <inheritdoc />
    public ValueTask<Page<MemoryItem>> ListAsync(MemoryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var values = Key(query.Scope);
        values.AddDynamicParams(new
        {
            type = query.Type,
            status = query.Status,
            coreOnly = query.CoreFactsOnly,
            from = StoredValue.Of(query.From),
            to = StoredValue.Of(query.To),
            limit = query.Limit,
            offset = query.Offset,
        });
        const string where = $"""
            WHERE {IsOwn}
              AND (@type IS NULL OR type = @type)
              AND (@status IS NULL OR status = @status)
              AND (NOT @coreOnly OR is_core_fact)
              AND (@from IS NULL OR created >= @from)
              AND (@to IS NULL OR created < @to)
            """;
        var order = query.Order switch
        {
            MemoryOrder.Confidence => "confidence",
            MemoryOrder.LastAccessed => "coalesce(last_accessed, 0)",
            _ => "created",
        };
        return _database.ReadAsync(c =>
        {
            var rows = c.Query<MemoryRow>(
                $"SELECT body, last_accessed AS LastAccessed, access_count AS AccessCount FROM memories {where} ORDER BY {order} {(query.Descending ? "DESC" : "ASC")}, id LIMIT @limit OFFSET @offset",
                values);
            return new Page<MemoryItem>([.. rows.Select(r => r.ToItem())], c.ExecuteScalar<int>($"SELECT count(*) FROM memories {where}", values));
        }, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask SaveAsync(IReadOnlyList<MemoryItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        await _database.WriteAsync(c => items.Sum(item => c.Execute("""
            INSERT OR REPLACE INTO memories (tenant, player, character, id, type, status, is_core_fact, confidence, created, last_accessed, access_count, body)
            VALUES (@tenant, @player, @character, @id, @type, @status, @isCoreFact, @confidence, @created, @lastAccessed, @accessCount, @body)
            """, Values(item))), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask TouchAsync(MemoryScope scope, IReadOnlyList<Guid> ids, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var values = Key(scope);
        values.AddDynamicParams(new { ids = StoredValue.List(ids), at = StoredValue.Of(at) });
        await _database.WriteAsync(
            c => c.Execute($"UPDATE memories SET last_accessed = @at, access_count = access_count + 1 WHERE {IsOwn} AND id IN (SELECT value FROM json_each(@ids))", values),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(MemoryScope scope, Guid id, CancellationToken cancellationToken = default)
    {
        var values = Key(scope);
        values.Add("id", StoredValue.Of(id));
        return _database.WriteAsync(c => c.Execute($"DELETE FROM memories WHERE {IsOwn} AND id = @id", values) > 0, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<int> ClearAsync(MemoryScope scope, CancellationToken cancellationToken = default) =>
        _database.WriteAsync(c => c.Execute($"DELETE FROM memories WHERE {IsOwn}", Key(scope)), cancellationToken);

    private static DynamicParameters Key(MemoryScope scope) => new(new
    {
        tenant = scope.Player.Tenant.Value,
        player = scope.Player.Id.Value,
        character = StoredValue.Of(scope.CharacterId),
    });

    private static DynamicParameters Values(MemoryItem item)
    {
        var values = Key(item.Scope);
        values.AddDynamicParams(new
        {
            id = StoredValue.Of(item.Id),
            type = item.Type,
            status = item.Status,
            isCoreFact = item.FactKey is not null,
            confidence = item.Confidence,
            created = StoredValue.Of(item.Created),
            lastAccessed = StoredValue.Of(item.LastAccessed),
            accessCount = item.AccessCount,
            body = StoredJson.Write(item),
        });
        return values;
    }

    private sealed class MemoryRow
    {
        public string Body { get; init; } = "";

        public long? LastAccessed { get; init; }

        public long AccessCount { get; init; }

        public MemoryItem ToItem() => StoredJson.ReadMemory(Body) with
        {
            LastAccessed = LastAccessed is { } at ? StoredValue.Time(at) : null,
            AccessCount = (int)AccessCount,
        };
    }
}
