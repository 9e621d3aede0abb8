using Microsoft.AspNetCore.Http;
using Parley.Server.Settings;
using Parley.Server.Telemetry;

namespace Parley.Server.Security;

/// <summary>Bounds the WebSocket connections of all callers together: one more gets 503 before the upgrade.</summary>
internal sealed class ConnectionGate(LimitOptions limits, ServerMetrics metrics, RequestDelegate next)
{
    private int _open;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _open) <= limits.MaxConnections)
            {
                await next(context).ConfigureAwait(false);
                return;
            }

            metrics.Refused("full");
            context.Response.Headers.RetryAfter = "5";
            await Refusal.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "SERVER_FULL", "The server has all the connections it may have.").ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
