using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Estuary.Wire;
using Parley.Server.Estuary.Sessions;

namespace Parley.Server.Estuary.Rest;

/// <summary><c>/api/agents/{agent}/players</c> (§7.3): conversations of a character.</summary>
internal sealed class ConversationCalls(IChatStore chats, ISessionDirectory sessions)
{
    private const string Base = "/api/agents/{agent}/players";
    private const int All = 1_000;

    public void Map(RestRoutes routes)
    {
        routes.Get(Base, ListAsync);
        routes.Get(Base + "/stats", StatsAsync);
        routes.Get(Base + "/{player}", ShowAsync);
        routes.Get(Base + "/{player}/messages", MessagesAsync);
        routes.Delete(Base + "/{player}", DeleteAsync);
    }

    private async Task ListAsync(RestRequest request)
    {
        var limit = request.Number("limit", 50, 1, 100);
        var offset = request.Number("offset", 0, 0, int.MaxValue);
        var sortBy = request.Choice("sort_by", "last_activity", "last_activity", "created_at", "message_count", "player_id");
        var sortOrder = request.Choice("sort_order", "desc", "asc", "desc");
        var page = await chats.ListAsync(
            new ChatQuery
            {
                Tenant = request.Caller.Tenant,
                CharacterId = (await request.CharacterAsync()).Id,
                PlayerSearch = request.Query("player_search"),
                MinMessages = request.Number("min_messages", 0, 0, int.MaxValue),
                Order = sortBy switch
                {
                    "created_at" => ChatOrder.Created,
                    "message_count" => ChatOrder.MessageCount,
                    "player_id" => ChatOrder.Player,
                    _ => ChatOrder.LastActivity,
                },
                Descending = sortOrder == "desc",
                Limit = limit,
                Offset = offset,
            },
            request.Aborted);
        await request.WriteAsync(
            new ConversationPage { Conversations = [.. page.Items.Select(Of)], Total = page.Total, Limit = limit, Offset = offset, SortBy = sortBy, SortOrder = sortOrder },
            EstuaryRestJsonContext.Default.ConversationPage);
    }

    private async Task StatsAsync(RestRequest request)
    {
        var query = new ChatQuery { Tenant = request.Caller.Tenant, CharacterId = (await request.CharacterAsync()).Id, Order = ChatOrder.Created, Descending = false, Limit = All };
        var (total, messages) = (0, 0);
        DateTimeOffset? first = null;
        DateTimeOffset? last = null;
        while (true)
        {
            var page = await chats.ListAsync(query, request.Aborted);
            foreach (var chat in page.Items)
            {
                total++;
                messages += chat.MessageCount;
                first ??= chat.Created;
                last = last is null || chat.LastActivity > last ? chat.LastActivity : last;
            }

            if (page.Items.Count < All)
            {
                break;
            }

            query = query with { Offset = query.Offset + All };
        }

        await request.WriteAsync(
            new ConversationStats
            {
                TotalConversations = total,
                TotalMessages = messages,
                FirstActivity = first is { } begun ? Timestamps.Write(begun) : null,
                LastActivity = last is { } active ? Timestamps.Write(active) : null,
            },
            EstuaryRestJsonContext.Default.ConversationStats);
    }

    private async Task ShowAsync(RestRequest request) => await request.WriteAsync(Of(await FindAsync(request)), EstuaryRestJsonContext.Default.ConversationData);

    private async Task MessagesAsync(RestRequest request)
    {
        var limit = request.Number("limit", 50, 1, 200);
        var offset = request.Number("offset", 0, 0, int.MaxValue);
        var chat = await FindAsync(request);
        var all = (await chats.ReadMessagesAsync(request.Player(), chat.Id, cancellationToken: request.Aborted)).Where(m => m.Role is MessageRole.User or MessageRole.Assistant).ToList();
        await request.WriteAsync(
            new MessagePage
            {
                Messages =
                [
                    .. all.Skip(offset).Take(limit).Select(m => new MessageData
                    {
                        Id = MessageIds.Write(m.Id),
                        ConversationId = chat.Id.ToString(),
                        Role = m.Role == MessageRole.User ? "user" : "assistant",
                        Content = m.Text,
                        CreatedAt = Timestamps.Write(m.Timestamp),
                    }),
                ],
                Total = all.Count,
                Limit = limit,
                Offset = offset,
            },
            EstuaryRestJsonContext.Default.MessagePage);
    }

    private async Task DeleteAsync(RestRequest request)
    {
        var chat = await FindAsync(request);
        await sessions.DeleteChatAsync(request.Player(), chat.Id, request.Aborted);
        await request.WriteAsync(new DeletionResult { Message = "Conversation deleted", DeletedCount = 1 }, EstuaryRestJsonContext.Default.DeletionResult);
    }

    private async ValueTask<Chat> FindAsync(RestRequest request) =>
        await chats.FindLatestAsync(request.Player(), (await request.CharacterAsync()).Id, request.Aborted) ?? throw new RestException(404, "Conversation not found");

    private static ConversationData Of(Chat chat) => new()
    {
        Id = chat.Id.ToString(),
        CharacterId = chat.Participants[0].CharacterId.ToString(),
        PlayerId = chat.Player.Id.Value,
        MessageCount = chat.MessageCount,
        CreatedAt = Timestamps.Write(chat.Created),
        LastActivity = Timestamps.Write(chat.LastActivity),
    };
}
