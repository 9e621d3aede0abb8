namespace Parley.Voxta.Wire;

/// <summary>Asks for the chats, newest first; answered by <see cref="ChatsListLoaded"/>.</summary>
public sealed record LoadChatsListMessage : ClientMessage
{
    /// <summary>Only chats with this character; null for all.</summary>
    public Guid? CharacterId { get; set; }

    /// <summary>Only chats of this scenario; null for all.</summary>
    public Guid? ScenarioId { get; set; }
}
