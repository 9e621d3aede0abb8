using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Messages;

/// <summary>Stored chats as the hub and REST list them: the most recently used first.</summary>
internal static class ChatList
{
    public static async ValueTask<IReadOnlyList<ChatsListItem>> ReadAsync(VoxtaServices services, Player player, Guid? characterId, Guid? scenarioId, CancellationToken cancellationToken)
    {
        var chats = await services.Chats.ListAsync(
            new ChatQuery { Tenant = player.Tenant, Player = player.Id, CharacterId = characterId, ScenarioId = scenarioId, Limit = 500 },
            cancellationToken);
        var characters = (await services.Characters.ListAsync(player.Tenant, cancellationToken)).ToDictionary(c => c.Id);
        var now = services.Time.GetUtcNow();
        return [.. chats.Items.Select(c => Item(c, characters, now))];
    }

    public static ChatsListItem Item(Chat chat, Dictionary<Guid, Character> characters, DateTimeOffset now) => new()
    {
        Id = chat.Id,
        Created = Ago(now - chat.Created),
        CreatedTimestamp = chat.Created,
        Title = chat.Title,
        Favorite = chat.IsFavorite,
        LastSession = chat.LastSession is { } last ? Ago(now - last) : null,
        LastSessionTimestamp = chat.LastSession,
        Characters = [.. chat.Participants.Select(p => characters.TryGetValue(p.CharacterId, out var known) ? WireShapes.Info(known) : new CharacterInfo { Id = p.CharacterId, Name = "Deleted character" })],
        ScenarioId = chat.ScenarioId,
    };

    /// <exception cref="HubException">The chat does not exist.</exception>
    public static async ValueTask<ChatLoaded> LoadAsync(VoxtaApp app, Guid chatId)
    {
        var cancellation = app.Connection.Ending;
        var chat = await app.Services.Chats.FindAsync(app.Player, chatId, cancellation) ?? throw new HubException("The chat does not exist");
        var messages = await app.Services.Chats.ReadMessagesAsync(app.Player, chatId, 500, null, cancellation);
        var characters = (await app.Services.Characters.ListAsync(app.Player.Tenant, cancellation)).ToDictionary(c => c.Id);
        return new ChatLoaded
        {
            ChatId = chat.Id,
            Title = chat.Title,
            ScenarioId = chat.ScenarioId,
            Characters = [.. chat.Participants.Select(p => new ChatParticipantInfo
            {
                Id = p.CharacterId,
                Name = characters.TryGetValue(p.CharacterId, out var known) ? known.DisplayName : "Deleted character",
                ScenarioRole = p.ScenarioRole,
            })],
            Messages = ChatSnapshot.History(messages, app.Player, app.UserId, app.Services.Options.MaxHistoryBytes),
        };
    }

    private static string Ago(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalMinutes: < 2 } => "a minute ago",
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes} minutes ago",
        { TotalHours: < 2 } => "an hour ago",
        { TotalDays: < 1 } => $"{(int)time.TotalHours} hours ago",
        { TotalDays: < 2 } => "yesterday",
        _ => $"{(int)time.TotalDays} days ago",
    };
}
