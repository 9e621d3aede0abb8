namespace Parley.Estuary;

/// <summary>An open session (<c>session_info</c>).</summary>
/// <param name="SessionId">The session: another one after each connect.</param>
/// <param name="ConversationId">The conversation of character and player: the same over sessions.</param>
/// <param name="CharacterId">The character.</param>
/// <param name="PlayerId">The player.</param>
public sealed record SessionInfo(string SessionId, string ConversationId, string CharacterId, string PlayerId);
