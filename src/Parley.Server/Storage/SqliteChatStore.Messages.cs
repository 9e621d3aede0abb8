using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Conversation;
using Parley.Conversation.Chats;

namespace Parley.Server.Storage;

internal sealed partial class SqliteChatStore
{
    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ChatMessage>> ReadMessagesAsync(Player player, Guid chatId, int? limit = null, long? before = null, CancellationToken cancellationToken = default)
    {
        var values = new { id = StoredValue.Of(chatId), tenant = player.Tenant.Value, player = player.Id.Value, limit = limit ?? -1, before };
        return _database.ReadAsync<IReadOnlyList<ChatMessage>>(c =>
        {
            var messages = c.Query<MessageRow>($"""
                SELECT body, summarized_by AS SummarizedBy FROM messages
                WHERE chat = (SELECT id FROM chats WHERE {IsOwn}) AND (@before IS NULL OR sequence < @before)
                ORDER BY sequence DESC LIMIT @limit
                """, values).Select(r => r.ToMessage()).ToArray();
            Array.Reverse(messages);
            return messages;
        }, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask AppendAsync(Player player, Guid chatId, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await _database.WriteAsync(c =>
        {
            RequireChat(c, player, chatId);
            var added = messages.Where(m => Insert(c, chatId, m)).ToList();
            if (added.Count > 0)
            {
                c.Execute("""
                    UPDATE chats SET
                        last_activity = CASE message_count WHEN 0 THEN @latest ELSE max(last_activity, @latest) END,
                        message_count = message_count + @count
                    WHERE id = @id
                    """, new { id = StoredValue.Of(chatId), count = added.Count, latest = added.Max(m => m.Timestamp).UtcTicks });
            }

            return added.Count;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask<bool> ReplaceAsync(Player player, Guid chatId, ChatMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _database.WriteAsync(c => Exists(c, player, chatId) && c.Execute(
            "UPDATE messages SET sequence = @sequence, timestamp = @timestamp, summarized_by = @summarizedBy, body = @body WHERE chat = @chat AND id = @id",
            Values(chatId, message)) > 0, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<int> DeleteMessagesAsync(Player player, Guid chatId, IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messageIds);
        return _database.WriteAsync(c =>
        {
            if (!Exists(c, player, chatId))
            {
                return 0;
            }

            var chat = StoredValue.Of(chatId);
            var deleted = c.Execute("DELETE FROM messages WHERE chat = @chat AND id IN (SELECT value FROM json_each(@ids))", new { chat, ids = StoredValue.List(messageIds) });
            c.Execute("""
                UPDATE chats SET
                    message_count = (SELECT count(*) FROM messages WHERE chat = @chat),
                    last_activity = coalesce((SELECT max(timestamp) FROM messages WHERE chat = @chat), created)
                WHERE id = @chat
                """, new { chat });
            return deleted;
        }, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask SummarizeAsync(Player player, Guid chatId, ChatMessage summary, IReadOnlyList<Guid> coveredIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(coveredIds);
        await _database.WriteAsync(c =>
        {
            RequireChat(c, player, chatId);
            c.Execute(
                "UPDATE messages SET summarized_by = @by WHERE chat = @chat AND id IN (SELECT value FROM json_each(@ids))",
                new { chat = StoredValue.Of(chatId), by = StoredValue.Of(summary.Id), ids = StoredValue.List(coveredIds) });
            Insert(c, chatId, summary);
            return c.Execute(
                "UPDATE chats SET message_count = message_count + 1, last_activity = max(last_activity, @at) WHERE id = @chat",
                new { chat = StoredValue.Of(chatId), at = summary.Timestamp.UtcTicks });
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask WriteAttachmentAsync(Player player, Guid chatId, ChatAttachment attachment, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        var bytes = data.ToArray();
        await _database.WriteAsync(c =>
        {
            RequireChat(c, player, chatId);
            return c.Execute(
                "INSERT OR REPLACE INTO attachments (chat, id, content_type, data) VALUES (@chat, @id, @ContentType, @bytes)",
                new { chat = StoredValue.Of(chatId), id = StoredValue.Of(attachment.Id), attachment.ContentType, bytes });
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask<AttachmentContent?> ReadAttachmentAsync(Player player, Guid chatId, Guid attachmentId, CancellationToken cancellationToken = default)
    {
        var values = new { id = StoredValue.Of(chatId), tenant = player.Tenant.Value, player = player.Id.Value, attachment = StoredValue.Of(attachmentId) };
        return _database.ReadAsync(
            c => c.QueryFirstOrDefault<BytesRow>(
                $"SELECT content_type AS ContentType, data FROM attachments WHERE chat = (SELECT id FROM chats WHERE {IsOwn}) AND id = @attachment", values) is { } row
                ? new AttachmentContent(row.ContentType, row.Data)
                : null,
            cancellationToken);
    }

    private static bool Insert(SqliteConnection connection, Guid chatId, ChatMessage message) => connection.Execute("""
        INSERT INTO messages (chat, id, sequence, timestamp, summarized_by, body)
        VALUES (@chat, @id, @sequence, @timestamp, @summarizedBy, @body) ON CONFLICT DO NOTHING
        """, Values(chatId, message)) > 0;

    private static object Values(Guid chatId, ChatMessage message) => new
    {
        chat = StoredValue.Of(chatId),
        id = StoredValue.Of(message.Id),
        sequence = message.Sequence,
        timestamp = StoredValue.Of(message.Timestamp),
        summarizedBy = StoredValue.Of(message.SummarizedBy),
        body = StoredJson.Write(message),
    };

    private sealed class MessageRow
    {
        public string Body { get; init; } = "";

        public string? SummarizedBy { get; init; }

        public ChatMessage ToMessage() => StoredJson.ReadMessage(Body) with { SummarizedBy = SummarizedBy is null ? null : Guid.Parse(SummarizedBy) };
    }
}
