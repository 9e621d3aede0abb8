namespace Parley.Voxta.Wire;

/// <summary>The chats, newest first.</summary>
public sealed record ChatsListLoaded : ServerMessage
{
    /// <summary>One entry each.</summary>
    public IReadOnlyList<ChatsListItem> Chats { get; set; } = [];
}
