using Microsoft.AspNetCore.Http;
using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Messages;
using Parley.Server.Voxta.Resources;
using Parley.Server.Voxta.Sessions;

namespace Parley.Server.Voxta.Rest;

/// <summary><c>/api/chats</c>: the player's stored chats.</summary>
internal static class ChatCalls
{
    private const int SummaryMessages = 10;
    private const int MaxTitle = 500;

    public static void Map(RestRoutes routes)
    {
        routes.Map("/api/chats", (HttpMethods.Get, ListAsync), (HttpMethods.Post, CreateAsync));
        routes.Map("/api/chats/{id}", (HttpMethods.Get, ReadAsync), (HttpMethods.Patch, ChangeAsync), (HttpMethods.Delete, DeleteAsync));
        routes.Map("/api/chats/{id}/summary", (HttpMethods.Get, SummaryAsync));
        routes.Map("/api/chats/{id}/attachments/{attachment}", (HttpMethods.Get, AttachmentAsync));
    }

    private static async Task ListAsync(RestRequest request)
    {
        var chats = await ChatList.ReadAsync(request.Services, request.Player, request.QueryId("characterId"), request.QueryId("scenarioId"), request.Aborted);
        await request.WriteAsync(new ChatsBody(chats), RestJson.Default.ChatsBody);
    }

    private static async Task CreateAsync(RestRequest request)
    {
        var body = await request.ReadAsync(RestJson.Default.NewChatBody);
        if (body.Ephemeral)
        {
            throw RestException.BadRequest("An ephemeral chat exists only while it runs: start it on the hub or with POST /api/sessions.");
        }

        if (body.Dependencies is { Count: > 0 } dependencies
            && (await InstalledResources.ListAsync(request.Services, request.Player.Tenant, dependencies, null, request.Aborted)).FirstOrDefault(r => r.Status != "Installed") is { } missing)
        {
            throw new RestException(StatusCodes.Status409Conflict, "MISSING_RESOURCES", $"The {missing.Kind ?? "resource"} {missing.Id} is not installed.");
        }

        var chat = await request.Services.Sessions.CreateChatAsync(
            new SessionRequest
            {
                Player = request.Player,
                CharacterIds = body.Characters is { Count: > 0 } several ? several : body.CharacterId is { } one ? [one] : [],
                ScenarioId = body.Scenario ?? body.ScenarioId,
                Roles = body.Roles ?? [],
                Client = body.Client is { Length: > 0 and <= 200 } client ? client : null,
                Title = Title(body.Title),
                UseChatMemory = body.UseChatMemory ? true : null,
            },
            request.Aborted);
        await WriteAsync(request, chat, StatusCodes.Status201Created);
    }

    private static async Task ReadAsync(RestRequest request) => await WriteAsync(request, await FindAsync(request), StatusCodes.Status200OK);

    private static async Task ChangeAsync(RestRequest request)
    {
        var body = await request.ReadAsync(RestJson.Default.ChangedChatBody);
        var title = Title(body.Title);
        var chat = await FindAsync(request);
        if (request.Services.Sessions.TryGetByChat(request.Player, chat.Id, out var session))
        {
            // A live chat is the session's to change: it would write its own over ours.
            if (body.Title is not null)
            {
                await session.ExecuteAsync(new UpdateChat(title), request.Aborted);
            }

            if (body.Favorite is { } mark)
            {
                await session.ExecuteAsync(new MarkChat(mark), request.Aborted);
            }

            chat = await FindAsync(request);
        }
        else
        {
            chat = chat with { Title = body.Title is null ? chat.Title : title, IsFavorite = body.Favorite ?? chat.IsFavorite };
            if (!await request.Services.Chats.UpdateAsync(chat, request.Aborted))
            {
                throw RestException.NotFound("chat");
            }
        }

        await WriteAsync(request, chat, StatusCodes.Status200OK);
    }

    private static async Task DeleteAsync(RestRequest request)
    {
        if (!await request.Services.Sessions.DeleteChatAsync(request.Player, request.RouteId("chat"), request.Aborted))
        {
            throw RestException.NotFound("chat");
        }

        await request.EmptyAsync();
    }

    private static async Task SummaryAsync(RestRequest request)
    {
        var chat = await FindAsync(request);
        var user = WireShapes.UserId(request.Player);
        var messages = await request.Services.Chats.ReadMessagesAsync(request.Player, chat.Id, 500, null, request.Aborted);

        // What only the character may see is not shown.
        var visible = messages.Where(m => m.Role is not (MessageRole.Secret or MessageRole.Summary)).TakeLast(SummaryMessages).ToArray();
        var summary = messages.LastOrDefault(m => m.Role == MessageRole.Summary);
        var scenario = chat.ScenarioId is { } id ? await request.Services.Scenarios.FindAsync(request.Player.Tenant, id, request.Aborted) : null;
        await request.WriteAsync(
            new ChatSummaryBody
            {
                ChatId = chat.Id,
                LastUpdated = chat.LastActivity,
                LastMessages = ChatSnapshot.History(visible, request.Player, user, request.Services.Options.MaxHistoryBytes),
                LastSummary = summary is null ? null : WireShapes.Message(summary, request.Player, user),
                Scenario = scenario?.Name,
            },
            RestJson.Default.ChatSummaryBody);
    }

    private static async Task AttachmentAsync(RestRequest request)
    {
        var chat = request.RouteId("attachment");
        var id = request.RouteId("attachment", "attachment");

        // The attachments of an ephemeral chat are in its session alone.
        var content = request.Services.Sessions.TryGetByChat(request.Player, chat, out var session)
            ? await session.ReadAttachmentAsync(id, request.Aborted)
            : await request.Services.Chats.ReadAttachmentAsync(request.Player, chat, id, request.Aborted);
        if (content is null)
        {
            throw RestException.NotFound("attachment");
        }

        await RestMedia.WriteAsync(request.Http, content.Data, content.ContentType);
    }

    private static async ValueTask<Chat> FindAsync(RestRequest request) =>
        await request.Services.Chats.FindAsync(request.Player, request.RouteId("chat"), request.Aborted) ?? throw RestException.NotFound("chat");

    private static async Task WriteAsync(RestRequest request, Chat chat, int status)
    {
        var characters = (await request.Services.Characters.ListAsync(request.Player.Tenant, request.Aborted)).ToDictionary(c => c.Id);
        await request.WriteAsync(ChatList.Item(chat, characters, request.Services.Time.GetUtcNow()), RestJson.Default.ChatsListItem, status);
    }

    private static string? Title(string? title) => string.IsNullOrWhiteSpace(title) ? null : title.Length <= MaxTitle ? title.Trim() : throw RestException.BadRequest($"A title has at most {MaxTitle} characters.");
}
