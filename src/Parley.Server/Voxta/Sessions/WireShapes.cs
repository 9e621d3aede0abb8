using System.Security.Cryptography;
using System.Text;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Scenarios;
using Parley.Conversation.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Sessions;

/// <summary>The core's records in the wire's shapes (specification §3.8).</summary>
internal static class WireShapes
{
    private const int MaxNotesBytes = 256 * 1024;

    /// <summary>The player as a user: the id is the same for the same player on every server and at every time.</summary>
    public static UserInfo User(Player player, string name) => new() { Id = UserId(player), Name = name };

    public static Guid UserId(Player player) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{player.Tenant.Value}\n{player.Id.Value}")).AsSpan(0, 16));

    public static ChatMessageRole Role(MessageRole role) => new(role.ToString());

    public static MessageRole Role(ChatMessageRole role) => Enum.TryParse<MessageRole>(role.Name, ignoreCase: true, out var known) ? known : MessageRole.User;

    public static CharacterInfo Info(Character character) => new() { Id = character.Id, Name = character.DisplayName, ThumbnailUrl = Thumbnail(character.Id) };

    /// <summary>Where a character's picture is served; one without a picture gets a plain one.</summary>
    public static string Thumbnail(Guid characterId) => $"/api/characters/{characterId}/thumbnail";

    public static ChatParticipantInfo Participant(SessionParticipant participant, string client) => new()
    {
        Id = participant.Character.Id,
        Name = participant.Character.DisplayName,
        ThumbnailUrl = Thumbnail(participant.Character.Id),
        ScenarioRole = participant.ScenarioRole,
        AppConfiguration = participant.Character.AppConfiguration.FirstOrDefault(a => a.Key.Equals(client, StringComparison.OrdinalIgnoreCase)).Value,
        CreatorNotes = NullIfEmpty(participant.Character.CreatorNotes),
    };

    public static IReadOnlyList<CharactersListItem> ListItems(IEnumerable<Character> characters)
    {
        var notes = new WireBudget(MaxNotesBytes);
        return [.. characters.Select(c => ListItem(c, notes))];
    }

    private static CharactersListItem ListItem(Character character, WireBudget notes) => new()
    {
        Id = character.Id,
        Name = character.DisplayName,
        Culture = character.Language ?? "en-US",
        ExplicitContent = character.ExplicitContent,
        Favorite = character.IsFavorite,
        Version = NullIfEmpty(character.CharacterVersion),
        Creator = NullIfEmpty(character.Creator),
        CreatorNotes = NullIfEmpty(notes.Text(character.CreatorNotes)),
        Tags = character.Tags.Count > 0 ? character.Tags : null,
        ThumbnailUrl = Thumbnail(character.Id),
        DateCreated = character.Created,
        DateModified = character.Modified,
    };

    public static ScenarioInfo Scenario(Scenario scenario) => new()
    {
        Id = scenario.Id,
        Name = scenario.Name,
        ChatFlow = scenario.IsStory ? "Story" : "Chat",
        ChatStyle = scenario.ChatStyle.ToString(),
        Client = scenario.Client,
        Roles = [.. scenario.Roles.Select(r => new Parley.Voxta.Wire.ScenarioRole { Name = r.Name, Description = r.Description, DefaultCharacterId = r.DefaultCharacterId })],
    };

    public static Parley.Voxta.Wire.ChatMessage Message(Parley.Conversation.Chats.ChatMessage message, Player player, Guid user) => new()
    {
        MessageId = message.Id,
        Role = Role(message.Role),
        SenderId = message.CharacterId ?? user,
        Name = NullIfEmpty(message.SenderName),
        Text = message.Text,
        Timestamp = message.Timestamp,
        Index = message.Index,
        ConversationIndex = message.ConversationIndex,
        ChatTime = Milliseconds(message.ChatTime),
        Tokens = message.Tokens,
        SummarizedBy = message.SummarizedBy,
        Attachments = Attachments(message, player),
    };

    public static MessageUpdated Update(SessionView view, Parley.Conversation.Chats.ChatMessage message) => new()
    {
        SessionId = view.SessionId,
        MessageId = message.Id,
        SenderId = message.CharacterId ?? view.UserId,
        Text = message.Text,
        Role = Role(message.Role),
        Timestamp = message.Timestamp,
        Index = message.Index,
        ConversationIndex = message.ConversationIndex,
        ChatTime = Milliseconds(message.ChatTime),
        Tokens = message.Tokens,
        SummarizedBy = message.SummarizedBy,
        Attachments = Attachments(message, view.Player),
    };

    /// <summary>A deleted message: no text, indexes 0.</summary>
    public static MessageUpdated Deletion(SessionView view, Parley.Conversation.Chats.ChatMessage message) => new()
    {
        SessionId = view.SessionId,
        MessageId = message.Id,
        SenderId = message.CharacterId ?? view.UserId,
        Role = Role(message.Role),
        Timestamp = message.Timestamp,
    };

    public static MessageReceived Received(SessionView view, Parley.Conversation.Chats.ChatMessage message) => new()
    {
        SessionId = view.SessionId,
        MessageId = message.Id,
        SenderId = message.CharacterId ?? view.UserId,
        SenderType = message.IsNarration ? "Narrator" : message.Role switch
        {
            MessageRole.User => "User",
            MessageRole.Assistant => "Character",
            _ => "System",
        },
        SenderName = NullIfEmpty(message.SenderName),
        Text = message.Text,
        Role = Role(message.Role),
        Timestamp = message.Timestamp,
        Index = message.Index,
        ConversationIndex = message.ConversationIndex,
        ChatTime = Milliseconds(message.ChatTime),
        Tokens = message.Tokens,
        Attachments = Attachments(message, view.Player),
    };

    public static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static IReadOnlyList<ChatMessageAttachment>? Attachments(Parley.Conversation.Chats.ChatMessage message, Player player) => message.Attachments.Count == 0
        ? null
        : [.. message.Attachments.Select(a => new ChatMessageAttachment
        {
            Id = a.Id.ToString(),
            ContentType = a.ContentType,
            Url = $"/api/chats/{message.ChatId}/attachments/{a.Id}{VoxtaEndpoints.PlayerQuery(player)}",
            Source = a.Source,
            Description = a.Description,
            FileName = a.FileName,
            Label = a.Label,
        })];
}
