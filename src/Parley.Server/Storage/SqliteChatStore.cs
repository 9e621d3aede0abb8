using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Conversation;
using Parley.Conversation.Chats;

namespace Parley.Server.Storage;

/// <summary>Chats in the database.</summary>
internal sealed partial class SqliteChatStore(Database database) : IChatStore
{
    private const string Columns = "body, last_activity AS LastActivity, message_count AS MessageCount";

    // The latest of last message, last session and creation.
    private const string Activity = "max(last_activity, coalesce(last_session, 0))";

    private const string IsOwn = "id = @id AND tenant = @tenant AND player = @player";

    private readonly ConversationDatabase _database = new(database);

    /// <inheritdoc />
    public ValueTask<Chat?> FindAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) => _database.ReadAsync(
        c => c.QueryFirstOrDefault<ChatRow>($"SELECT {Columns} FROM chats WHERE {IsOwn}", Key(player, chatId))?.ToChat(), cancellationToken);

    /// <inheritdoc />
    public ValueTask<Chat?> FindLatestAsync(Player player, Guid characterId, CancellationToken cancellationToken = default) => _database.ReadAsync(
        c => c.QueryFirstOrDefault<ChatRow>($"""
            SELECT {Columns} FROM chats
            WHERE tenant = @tenant AND player = @player AND scenario IS NULL
              AND EXISTS (SELECT 1 FROM chat_participants WHERE chat = chats.id AND position = 0 AND character = @id)
              AND NOT EXISTS (SELECT 1 FROM chat_participants WHERE chat = chats.id AND position = 1)
            ORDER BY {Activity} DESC, id LIMIT 1
            """, Key(player, characterId))?.ToChat(), cancellationToken);

    /// <inheritdoc />
    public ValueTask<Page<Chat>> ListAsync(ChatQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _database.ReadAsync(c => List(c, query), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask CreateAsync(Chat chat, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chat);
        await _database.WriteAsync(c =>
        {
            var added = c.Execute("""
                INSERT INTO chats (id, tenant, player, player_folded, scenario, created, last_session, last_activity, body)
                VALUES (@id, @tenant, @player, @folded, @scenario, @created, @lastSession, @created, @body) ON CONFLICT DO NOTHING
                """, Values(chat));
            if (added == 0)
            {
                throw new ConversationException(ConversationErrors.InvalidArgument, "A chat of this id exists already.");
            }

            WriteParticipants(c, chat);
            return added;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask<bool> UpdateAsync(Chat chat, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chat);
        return _database.WriteAsync(c =>
        {
            var found = c.Execute($"UPDATE chats SET scenario = @scenario, created = @created, last_session = @lastSession, body = @body WHERE {IsOwn}", Values(chat)) > 0;
            if (found)
            {
                c.Execute("DELETE FROM chat_participants WHERE chat = @id", new { id = StoredValue.Of(chat.Id) });
                WriteParticipants(c, chat);
            }

            return found;
        }, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) =>
        _database.WriteAsync(c => c.Execute($"DELETE FROM chats WHERE {IsOwn}", Key(player, chatId)) > 0, cancellationToken);

    /// <inheritdoc />
    public ValueTask<string?> ReadStateAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(c => c.QueryFirstOrDefault<string?>($"SELECT state FROM chats WHERE {IsOwn}", Key(player, chatId)), cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> WriteStateAsync(Player player, Guid chatId, string json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        var values = new { id = StoredValue.Of(chatId), tenant = player.Tenant.Value, player = player.Id.Value, json };
        return _database.WriteAsync(c => c.Execute($"UPDATE chats SET state = @json WHERE {IsOwn}", values) > 0, cancellationToken);
    }

    private static Page<Chat> List(SqliteConnection connection, ChatQuery query)
    {
        var values = new
        {
            tenant = query.Tenant.Value,
            player = query.Player?.Value,
            character = StoredValue.Of(query.CharacterId),
            scenario = StoredValue.Of(query.ScenarioId),
            chat = StoredValue.Of(query.ChatId),
            playerSearch = query.PlayerSearch?.ToUpperInvariant(),
            search = query.Search is { } text ? Pattern(text) : null,
            searchCharacters = StoredValue.List(query.SearchCharacters),
            minMessages = query.MinMessages,
            limit = query.Limit,
            offset = query.Offset,
        };
        const string where = """
            WHERE tenant = @tenant
              AND (@player IS NULL OR player = @player)
              AND (@scenario IS NULL OR scenario = @scenario)
              AND (@character IS NULL OR id IN (SELECT chat FROM chat_participants WHERE character = @character))
              AND (@chat IS NULL OR id = @chat)
              AND (@playerSearch IS NULL OR instr(player_folded, @playerSearch) > 0)
              AND (@search IS NULL
                OR json_extract(body, '$.title') LIKE @search ESCAPE '\'
                OR id IN (SELECT chat FROM chat_participants WHERE character IN (SELECT value FROM json_each(@searchCharacters)))
                OR EXISTS (SELECT 1 FROM messages WHERE messages.chat = chats.id AND json_extract(messages.body, '$.text') LIKE @search ESCAPE '\'))
              AND message_count >= @minMessages
            """;
        var order = query.Order switch
        {
            ChatOrder.Created => "created",
            ChatOrder.MessageCount => "message_count",
            ChatOrder.Player => "player",
            _ => Activity,
        };
        var rows = connection.Query<ChatRow>($"SELECT {Columns} FROM chats {where} ORDER BY {order} {(query.Descending ? "DESC" : "ASC")}, id LIMIT @limit OFFSET @offset", values);
        return new Page<Chat>([.. rows.Select(r => r.ToChat())], connection.ExecuteScalar<int>($"SELECT count(*) FROM chats {where}", values));
    }

    private static string Pattern(string text) =>
        "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";

    private static void WriteParticipants(SqliteConnection connection, Chat chat)
    {
        for (var position = 0; position < chat.Participants.Count; position++)
        {
            connection.Execute(
                "INSERT INTO chat_participants VALUES (@chat, @position, @character)",
                new { chat = StoredValue.Of(chat.Id), position, character = StoredValue.Of(chat.Participants[position].CharacterId) });
        }
    }

    private static object Key(Player player, Guid id) => new { id = StoredValue.Of(id), tenant = player.Tenant.Value, player = player.Id.Value };

    private static object Values(Chat chat) => new
    {
        id = StoredValue.Of(chat.Id),
        tenant = chat.Player.Tenant.Value,
        player = chat.Player.Id.Value,
        folded = chat.Player.Id.Value.ToUpperInvariant(),
        scenario = StoredValue.Of(chat.ScenarioId),
        created = StoredValue.Of(chat.Created),
        lastSession = StoredValue.Of(chat.LastSession),
        body = StoredJson.Write(chat),
    };

    private static void RequireChat(SqliteConnection connection, Player player, Guid chatId)
    {
        if (!Exists(connection, player, chatId))
        {
            throw new ConversationException(ConversationErrors.NotFound, "The chat does not exist.");
        }
    }

    private static bool Exists(SqliteConnection connection, Player player, Guid chatId) =>
        connection.ExecuteScalar<long>($"SELECT count(*) FROM chats WHERE {IsOwn}", Key(player, chatId)) > 0;

    private sealed class ChatRow
    {
        public string Body { get; init; } = "";

        public long LastActivity { get; init; }

        public long MessageCount { get; init; }

        public Chat ToChat() => StoredJson.ReadChat(Body) with { LastActivity = StoredValue.Time(LastActivity), MessageCount = (int)MessageCount };
    }
}
