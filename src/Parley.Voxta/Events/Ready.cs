namespace Parley.Voxta;

/// <summary>A chat can be talked to: raised when one has started, and when the server names a live session that was not the active one.</summary>
/// <param name="SessionId">The session, now the active one.</param>
public sealed record Ready(Guid SessionId) : VoxtaEvent;
