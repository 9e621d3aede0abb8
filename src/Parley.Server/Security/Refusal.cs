using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Parley.Server.Security;

/// <summary>The answer to a request that reaches no face: RFC 9457 problem details with a stable <c>code</c>.</summary>
internal static class Refusal
{
    /// <summary>Answers a failed authentication: 401, 403 or 429.</summary>
    public static Task WriteAsync(HttpContext context, AuthenticationOutcome outcome)
    {
        switch (outcome.Failure)
        {
            case AuthenticationFailure.TooManyFailures:
                context.Response.Headers.RetryAfter = outcome.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return WriteAsync(context, StatusCodes.Status429TooManyRequests, "RATE_LIMIT_EXCEEDED", "Too many failed authentications from this address.");
            case AuthenticationFailure.ScopeMissing:
                return WriteAsync(context, StatusCodes.Status403Forbidden, "FORBIDDEN", "The API key does not allow this.");
            default:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return WriteAsync(context, StatusCodes.Status401Unauthorized, "UNAUTHORIZED",
                    outcome.Failure == AuthenticationFailure.KeyMissing ? "An API key is required." : "The API key is unknown or was revoked.");
        }
    }

    public static async Task WriteAsync(HttpContext context, int status, string code, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteNumber("status"u8, status);
        writer.WriteString("code"u8, code);
        writer.WriteString("detail"u8, detail);
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
