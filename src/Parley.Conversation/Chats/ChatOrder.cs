namespace Parley.Conversation.Chats;

/// <summary>How listed chats are ordered.</summary>
public enum ChatOrder
{
    /// <summary>By the latest of: last message, last session, creation.</summary>
    LastActivity,

    /// <summary>By creation.</summary>
    Created,

    /// <summary>By number of messages.</summary>
    MessageCount,

    /// <summary>By the player's id.</summary>
    Player,
}
