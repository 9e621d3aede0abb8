using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>How a connection ended.</summary>
/// <param name="CloseStatus">The close code; null for an abnormal drop.</param>
/// <param name="CloseReason">The close reason; null for none.</param>
/// <param name="Error">Null after a normal close (1000, no code, or asked for on this side), otherwise why.</param>
/// <param name="ClosedHere">Whether this side began the close.</param>
public sealed record ConnectionEnd(WebSocketCloseStatus? CloseStatus, string? CloseReason, Exception? Error, bool ClosedHere);
