using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>What the query of a request says; unknown keys are ignored, of repeated ones the last counts.</summary>
internal readonly record struct EngineIoRequest(SocketIoTransports? Transport, string? SessionId, string? Version, bool IsWebSocket)
{
    public static EngineIoRequest Read(HttpContext context)
    {
        SocketIoTransports? transport = null;
        string? sessionId = null, version = null;

        // Not by Request.Query: the context would keep what it parses for as long as the WebSocket lives.
        foreach (var pair in new QueryStringEnumerable(context.Request.QueryString.Value))
        {
            var name = pair.DecodeName().Span;
            var value = pair.DecodeValue().Span;
            if (Is(name, "transport"))
            {
                transport = value is "polling" ? SocketIoTransports.Polling : value is "websocket" ? SocketIoTransports.WebSocket : null;
            }
            else if (Is(name, "sid"))
            {
                sessionId = value.IsEmpty ? null : value.ToString();
            }
            else if (Is(name, "EIO"))
            {
                version = value is "4" ? "4" : value.IsEmpty ? null : value.ToString();
            }
        }

        return new EngineIoRequest(transport, sessionId, version, WebSocketHandshake.IsRequested(context));

        static bool Is(ReadOnlySpan<char> name, string key) => name.Equals(key, StringComparison.OrdinalIgnoreCase);
    }
}
