namespace Parley.Realtime;

/// <summary>
/// Takes one message off the read loop. No further message is read until it completes, so it must not wait for anything
/// that itself arrives on the connection.
/// </summary>
/// <param name="message">Valid until the returned task completes.</param>
public delegate ValueTask WebSocketMessageHandler(WebSocketMessage message);
