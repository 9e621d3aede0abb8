using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Realtime;
using Parley.Server.Security;
using Parley.Server.Traffic;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Connections;

/// <summary>Turns an upgrade request into a session. Whoever is refused is refused before the upgrade, so that reconnecting clients count it as a failure.</summary>
internal sealed class SocketEndpoint(
    string face, Access access, ConnectionLimiter limiter, OpenConnections open, LiveSessions live, VoxNexusOptions options, TimeProvider time, ILogger log, Func<HttpContext, ConnectionContext, Session> create)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ErrorFramePause = TimeSpan.FromSeconds(1);

    public async Task HandleAsync(HttpContext http, string requestId)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            throw new ApiException(new ApiError(VoxNexusErrorCode.UpgradeRequired, "this is a WebSocket endpoint"));
        }

        CallerIdentity caller;
        try
        {
            caller = access.Admit(http);
        }
        catch (ApiException e) when (e.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden && http.Request.Query["auth_errors"] == "frame")
        {
            await RefuseByFrameAsync(http, requestId, e.Error).ConfigureAwait(false);
            return;
        }

        if (live.IsStopping)
        {
            throw new ApiException(new ApiError(VoxNexusErrorCode.ServerShutdown, "the server is shutting down"));
        }

        if (!limiter.TryEnter(caller, "voxnexus", out var place, options.ConnectionsPerKey))
        {
            http.Response.Headers.RetryAfter = "1";
            throw new ApiException(new ApiError(VoxNexusErrorCode.ConcurrencyLimitExceeded, "too many connections are open with this key"));
        }

        using (place)
        {
            using var socket = await AcceptAsync(http).ConfigureAwait(false);
            SessionLog.Opened(log, face, requestId, caller.KeyId);
            using var traffic = open.Add(face, requestId, caller.Tenant, http.Connection.RemoteIpAddress);
            await using var session = create(http, new ConnectionContext(socket, requestId, caller, traffic, options, time, log));
            await live.RunAsync(session).ConfigureAwait(false);
            SessionLog.Closed(log, requestId);
        }
    }

    private static Task<WebSocket> AcceptAsync(HttpContext http) => http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        KeepAliveInterval = KeepAlive,
        KeepAliveTimeout = KeepAlive,
    });

    /// <summary>Browsers hide the status of a refused upgrade; <c>?auth_errors=frame</c> shows the reason in a frame instead.</summary>
    private async Task RefuseByFrameAsync(HttpContext http, string requestId, ApiError error)
    {
        http.Response.Headers.Remove("WWW-Authenticate");
        using var socket = await AcceptAsync(http).ConfigureAwait(false);
        using var writer = new MessageWriter();
        await using var sender = new WebSocketSender(socket, new WebSocketSenderOptions { TimeProvider = time });
        await sender.SendAsync(writer.Write(error.ToMessage(requestId)), cancellationToken: http.RequestAborted).ConfigureAwait(false);
        await Task.Delay(ErrorFramePause, time, http.RequestAborted).ConfigureAwait(false);
        await sender.CloseAsync(WebSocketCloseStatus.PolicyViolation, error.Code.Value, KeepAlive).ConfigureAwait(false);
    }
}
