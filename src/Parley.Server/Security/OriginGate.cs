using Microsoft.AspNetCore.Http;
using Parley.Server.Telemetry;

namespace Parley.Server.Security;

/// <summary>
/// Refuses requests of foreign web pages with 403, before any upgrade, on every path; answers preflights, and lets passing pages
/// read the answers (CORS). Runs after routing, so that it can see <see cref="OpenToOrigins"/>.
/// </summary>
internal sealed class OriginGate(OriginPolicy policy, ListenAddress address, ServerMetrics metrics, RequestDelegate next)
{
    private const string ExposedHeaders = "content-disposition, retry-after, x-request-id, x-ratelimit-remaining, x-quota-used, x-voice-id, x-language, x-audio-format, x-sample-rate, x-duration-ms, x-created-at";

    public Task InvokeAsync(HttpContext context)
    {
        var verdict = policy.Judge(context.Request);
        if (verdict == OriginVerdict.None)
        {
            context.Features.Set(new RequestOrigin(verdict));
            return next(context);
        }

        var preflight = HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.AccessControlRequestMethod.Count > 0;
        if (verdict == OriginVerdict.Foreign && !MayCome(context, preflight))
        {
            metrics.Refused("origin");
            return Refusal.WriteAsync(context, StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED",
                "Web pages of this origin may not use the server; add the origin to allowedOrigins, or send an API key where keys are required.");
        }

        context.Features.Set(new RequestOrigin(verdict));
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        headers.AccessControlAllowCredentials = "true";
        headers.Append("Vary", "Origin");
        if (!preflight)
        {
            headers.AccessControlExposeHeaders = ExposedHeaders;
            return next(context);
        }

        headers.AccessControlAllowMethods = "GET, POST, PUT, PATCH, DELETE";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "600";
        if (context.Request.Headers["Access-Control-Request-Private-Network"] == "true")
        {
            headers["Access-Control-Allow-Private-Network"] = "true";
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    // A preflight cannot carry a key: with keys it passes, and the request itself is judged.
    private bool MayCome(HttpContext context, bool preflight) =>
        address.KeysRequired
        && (preflight
            || PresentedKey.Find(context.Request, KeyCarriers.Any) is not null
            || context.GetEndpoint()?.Metadata.GetMetadata<OpenToOrigins>() is not null);
}
