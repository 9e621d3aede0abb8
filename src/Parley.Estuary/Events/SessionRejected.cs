namespace Parley.Estuary;

/// <summary><c>session_rejected</c>: a policy refuses the session. The server disconnects, and the client does not reconnect.</summary>
/// <param name="Reason"><c>concurrent_limit</c> or another word.</param>
/// <param name="Cap">How many sessions may be open.</param>
public sealed record SessionRejected(string Reason, int Cap) : EstuaryEvent;
