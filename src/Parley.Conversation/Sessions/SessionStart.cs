namespace Parley.Conversation.Sessions;

/// <summary>A session as found or started.</summary>
/// <param name="Session">The session.</param>
/// <param name="WasRunning">Whether it was live already.</param>
/// <param name="IsNewChat">Whether its chat was created just now.</param>
public sealed record SessionStart(ConversationSession Session, bool WasRunning, bool IsNewChat);
