namespace Parley.Estuary;

/// <summary>A session is open: the first one, or another one of the same conversation after a reconnect.</summary>
/// <param name="Session">The session.</param>
/// <param name="IsReconnect">Whether the connection had been lost before.</param>
public sealed record Connected(SessionInfo Session, bool IsReconnect) : EstuaryEvent;
