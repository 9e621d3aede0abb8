using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Server.Security;
using Parley.Server.Traffic;

namespace Parley.Server.Voxta.Hub;

/// <summary><c>GET /hub</c> (specification §1.3): a known token joins its client instance, an unknown or absent one makes a plain connection.</summary>
internal sealed class HubEndpoint(
    Authenticator authenticator,
    ConnectionTokens tokens,
    HubConnections connections,
    OpenConnections open,
    ConnectionLimiter limiter,
    VoxtaOptions options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<HubEndpoint> log)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    public Task HandleAsync(HttpContext context, Func<HubConnection, IHubApp> create)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return Refusal.WriteAsync(context, StatusCodes.Status426UpgradeRequired, "UPGRADE_REQUIRED", "This is a WebSocket endpoint.");
        }

        var outcome = authenticator.Authenticate(context, KeyCarriers.Voxta, KeyScopes.Conversation);
        if (!outcome.Succeeded)
        {
            return Refusal.WriteAsync(context, outcome);
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Refusal.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "SERVER_SHUTDOWN", "The server is shutting down.");
        }

        if (!limiter.TryEnter(outcome.Identity, "voxta", out var place))
        {
            context.Response.Headers.RetryAfter = "1";
            return Refusal.WriteAsync(context, StatusCodes.Status429TooManyRequests, "CONCURRENCY_LIMIT_EXCEEDED", "Too many connections are open with this key.");
        }

        return RunAsync(context, outcome.Identity, place, create);
    }

    private async Task RunAsync(HttpContext context, CallerIdentity caller, IDisposable place, Func<HubConnection, IHubApp> create)
    {
        using var taken = place;
        var token = context.Request.Query["id"].ToString() is { Length: > 0 } given ? given : null;
        var byToken = token is null ? null : tokens.Open(token);
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
            var instance = byToken ?? NegotiateEndpoint.Instance(context.Request);
            using var traffic = open.Add(Faces.Voxta, ConnectionTokens.Random(), caller.Tenant, context.Connection.RemoteIpAddress);
            await using var connection = new HubConnection(socket, caller, byToken is null ? null : token, instance, traffic, options, time, log);
            await using var app = create(connection);
            using var entry = connections.Add(connection);
            await connection.RunAsync(app);
        }
        finally
        {
            if (byToken is not null)
            {
                tokens.Close(token!);
            }
        }
    }
}
