namespace Parley.Conversation.Replies;

/// <summary>What comes out of a reply while it is generated.</summary>
/// <param name="Text">A sentence or clause with the blanks behind it, or a piece of thought.</param>
/// <param name="IsThought">Whether it is thought and not said.</param>
internal readonly record struct ReplyPiece(string Text, bool IsThought = false);
