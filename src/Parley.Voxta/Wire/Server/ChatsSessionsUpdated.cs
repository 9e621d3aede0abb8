namespace Parley.Voxta.Wire;

/// <summary>The user's live sessions, the receiver's own first.</summary>
public sealed record ChatsSessionsUpdated : ServerMessage
{
    /// <summary>One entry each.</summary>
    public IReadOnlyList<ChatSessionInfo> Sessions { get; set; } = [];
}
