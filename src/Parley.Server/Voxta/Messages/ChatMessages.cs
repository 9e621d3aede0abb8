using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Resources;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;
using CoreUpdateChat = Parley.Conversation.Sessions.UpdateChat;

namespace Parley.Server.Voxta.Messages;

/// <summary>Starting, resuming, joining and ending chats (specification §2.2, §2.3, §4.2 to §4.4).</summary>
internal static class ChatMessages
{
    public static void Register()
    {
        MessageRoutes.On<StartChatMessage>(StartAsync);
        MessageRoutes.On<ResumeChatMessage>(ResumeAsync);
        MessageRoutes.On<StopChatMessage>(StopAsync);
        MessageRoutes.On<DeleteChatMessage>(DeleteAsync);
        MessageRoutes.On<SubscribeToChatMessage>(SubscribeAsync);
        MessageRoutes.On<UnsubscribeFromChatMessage>(async (app, message) =>
        {
            if (Find(app, message.SessionId, message.ChatId) is { } session)
            {
                await app.UnsubscribeAsync(session.Id);
            }
        });
        MessageRoutes.On<AddChatParticipantMessage>((app, m) => app.PostAsync(m.SessionId, new AddParticipant(m.CharacterId, m.Role)));
        MessageRoutes.On<RemoveChatParticipantMessage>((app, m) => app.PostAsync(m.SessionId, new RemoveParticipant(m.CharacterId)));
        MessageRoutes.On<UpdateChatMessage>((app, m) =>
            app.PostAsync(m.SessionId ?? (m.ChatId is { } chat && app.Services.Sessions.TryGetByChat(app.Player, chat, out var session) ? session.Id : null), new CoreUpdateChat(m.Title)));
    }

    private static async ValueTask StartAsync(VoxtaApp app, StartChatMessage message, HubCall call)
    {
        if (message.Dependencies is { Count: > 0 } dependencies && await MissingAsync(app, dependencies) is { Count: > 0 } missing)
        {
            await call.CompleteAsync();
            await app.TellAsync(new MissingResourcesError { Resources = missing });
            return;
        }

        var characters = message.CharacterIds is { Count: > 0 } several ? several : message.CharacterId is { } one ? [one] : [];
        await app.StartAsync(
            new SessionRequest
            {
                Player = app.Player,
                CharacterIds = characters,
                ScenarioId = message.ScenarioId,
                Roles = message.Roles ?? new Dictionary<string, Guid>(),
                ChatId = message.ChatId,
                IsEphemeral = message.Ephemeral,
                UseChatMemory = message.UseChatMemory ? true : null,
                Title = WireShapes.NullIfEmpty(message.Title),
                Client = app.Identity!.Client,
                AlwaysGreet = app.Identity.Profile.AlwaysGreet,
                Context = WireContext.Payload(message.ContextKey, message.Contexts, message.Actions, message.Events, message.SetFlags, message.EnableRoles, message.Variables),
            },
            call);
    }

    private static async ValueTask ResumeAsync(VoxtaApp app, ResumeChatMessage message, HubCall call)
    {
        // §4.3: not found is an error event and a completion error.
        if (!app.Services.Sessions.TryGetByChat(app.Player, message.ChatId, out _)
            && await app.Services.Chats.FindAsync(app.Player, message.ChatId, app.Connection.Ending) is null)
        {
            await app.TellAsync(new ServerError { Message = "The chat does not exist" });
            throw new HubException("The chat does not exist");
        }

        await app.StartAsync(
            new SessionRequest
            {
                Player = app.Player,
                ChatId = message.ChatId,
                Client = app.Identity!.Client,
                Context = WireContext.Payload(message.ContextKey, message.Contexts, message.Actions, message.Events, message.SetFlags, message.EnableRoles, message.Variables),
            },
            call);
    }

    private static async ValueTask StopAsync(VoxtaApp app, StopChatMessage message, HubCall call)
    {
        // Nothing to stop is a success.
        var session = Find(app, message.SessionId, message.ChatId)
            ?? (message.SessionId is null && message.ChatId is null && app.OwnedSession is { } owned ? Find(app, owned, null) : null);
        await call.CompleteAsync();
        if (session is not null)
        {
            await app.Services.Sessions.StopAsync(app.Player, session.Id, cancellationToken: app.Connection.Ending);
        }
    }

    private static async ValueTask DeleteAsync(VoxtaApp app, DeleteChatMessage message)
    {
        var chat = message.ChatId ?? message.Id ?? message.LocalId ?? throw new HubException("deleteChat needs the chat's id");
        if (!await app.Services.Sessions.DeleteChatAsync(app.Player, chat, app.Connection.Ending))
        {
            throw new HubException("The chat does not exist");
        }
    }

    private static async ValueTask SubscribeAsync(VoxtaApp app, SubscribeToChatMessage message, HubCall call)
    {
        await call.CompleteAsync();
        if (Find(app, message.SessionId, message.ChatId) is { } session)
        {
            await app.SubscribeAsync(session);
        }
        else
        {
            await app.TellAsync(new ChatClosed { SessionId = message.SessionId ?? Guid.Empty });
        }
    }

    private static ConversationSession? Find(VoxtaApp app, Guid? sessionId, Guid? chatId) =>
        sessionId is { } id && app.Services.Sessions.TryGet(app.Player, id, out var session) ? session
        : chatId is { } chat && app.Services.Sessions.TryGetByChat(app.Player, chat, out var byChat) ? byChat
        : null;

    private static async ValueTask<List<ResourceInfo>> MissingAsync(VoxtaApp app, IReadOnlyList<ResourceReference> dependencies) =>
        [.. (await InstalledResources.ListAsync(app.Services, app.Player.Tenant, dependencies, null, app.Connection.Ending)).Where(r => r.Status != "Installed")];
}
