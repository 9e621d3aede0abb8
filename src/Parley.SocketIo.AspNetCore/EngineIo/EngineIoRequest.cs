using Microsoft.AspNetCore.Http;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>What the query of a request says; unknown keys are ignored, of repeated ones the last counts.</summary>
internal readonly record struct EngineIoRequest(SocketIoTransports? Transport, string? SessionId, string? Version, bool IsWebSocket)
{
    public static EngineIoRequest Read(HttpContext context)
    {
        var query = context.Request.Query;
        SocketIoTransports? transport = Last("transport") switch
        {
            "polling" => SocketIoTransports.Polling,
            "websocket" => SocketIoTransports.WebSocket,
            _ => null,
        };
        return new EngineIoRequest(transport, Last("sid"), Last("EIO"), WebSocketHandshake.IsRequested(context));

        string? Last(string key) => query.TryGetValue(key, out var values) && values.Count > 0 && values[^1] is { Length: > 0 } value ? value : null;
    }
}
