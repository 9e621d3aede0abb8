namespace Parley.Conversation.Sessions;

/// <summary>A session was registered or has ended.</summary>
/// <param name="Session">The session.</param>
/// <param name="EndReason">Why it ended; null when it was registered.</param>
public sealed record SessionChange(ConversationSession Session, SessionEndReason? EndReason);
