using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>
/// Sees every message of a connection, for debugging; a client's with its secrets masked. Runs in the sending or receiving thread:
/// it must be quick, must not throw, and must not keep the payload.
/// </summary>
/// <param name="direction">Which way it went.</param>
/// <param name="type">Text or binary.</param>
/// <param name="payload">The whole message; valid during the call only.</param>
public delegate void TrafficTap(TrafficDirection direction, WebSocketMessageType type, ReadOnlySpan<byte> payload);
