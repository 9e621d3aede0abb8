namespace Parley.Estuary;

/// <summary><c>session_timeout</c>: nothing was said for too long. The server disconnects, and the client does not reconnect.</summary>
/// <param name="Reason"><c>inactivity</c>.</param>
/// <param name="Idle">How long nothing was said.</param>
/// <param name="Timeout">How long that may last.</param>
public sealed record SessionTimeout(string Reason, TimeSpan Idle, TimeSpan Timeout) : EstuaryEvent;
