using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>One whole WebSocket message. The payload belongs to the reader that made it and is valid until its next read.</summary>
/// <param name="Type">Text, binary, or close.</param>
/// <param name="Payload">The bytes, reassembled from all fragments; may be empty. Empty for a close.</param>
public readonly record struct WebSocketMessage(WebSocketMessageType Type, ReadOnlyMemory<byte> Payload)
{
    /// <summary>True when the peer began the close handshake; status and reason are on the socket.</summary>
    public bool IsClose => Type == WebSocketMessageType.Close;
}
