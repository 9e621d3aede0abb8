namespace Parley.Voxta.Wire;

/// <summary>The reply's text is complete and stored.</summary>
public sealed record ReplyEnd : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; set; }

    /// <summary>The character.</summary>
    public Guid SenderId { get; set; }

    /// <summary>Its size in tokens.</summary>
    public int Tokens { get; set; }

    /// <summary>Its place among all messages; −1 when it was not stored.</summary>
    public int MessageIndex { get; set; }

    /// <summary>Its place among user's and characters' messages; −1 when it was not stored.</summary>
    public int ConversationIndex { get; set; }
}
