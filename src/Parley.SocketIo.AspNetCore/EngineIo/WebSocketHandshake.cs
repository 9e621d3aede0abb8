using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>
/// RFC 6455 §4.2 and RFC 8441 on the server's own features, because only the raw stream lets several messages leave in one write.
/// </summary>
internal static class WebSocketHandshake
{
    public static bool IsRequested(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" }
        || (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && string.Equals(context.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase));

    /// <summary>Answers the handshake; null when it was malformed and has been answered with a refusal.</summary>
    public static async Task<WebSocketConnection?> AcceptAsync(HttpContext context)
    {
        // The lifetime of the connection is the session's affair, not the server's limits for requests.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize)
        {
            bodySize.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpRequestTimeoutFeature>() is { } timeout)
        {
            timeout.DisableTimeout();
        }

        if (context.Request.Headers.SecWebSocketVersion != "13")
        {
            context.Response.Headers.SecWebSocketVersion = "13";
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return null;
        }

        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            return Wrap(context, await connect.AcceptAsync());
        }

        var key = context.Request.Headers.SecWebSocketKey.ToString();
        if (!IsKey(key))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = CreateAccept(key);
        return Wrap(context, await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync());
    }

    private static WebSocketConnection Wrap(HttpContext context, Stream stream)
    {
        var corked = new CorkedStream(stream);

        // Engine.IO has its own heartbeat.
        var socket = WebSocket.CreateFromStream(corked, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        return new WebSocketConnection(socket, corked, context.Abort);
    }

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[18];
        return key.Length == 24 && Convert.TryFromBase64String(key, bytes, out var written) && written == 16;
    }

    private static string CreateAccept(string key)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6455 §1.3 names SHA-1; nothing rests on its strength.
        SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"), hash);
#pragma warning restore CA5350
        return Convert.ToBase64String(hash);
    }
}
