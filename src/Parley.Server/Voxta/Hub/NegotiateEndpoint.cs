using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Server.Security;

namespace Parley.Server.Voxta.Hub;

/// <summary><c>POST /hub/negotiate</c> (specification §1.2).</summary>
internal sealed class NegotiateEndpoint(Authenticator authenticator, ConnectionTokens tokens)
{
    public const string Cookie = "voxta_client";

    public async Task HandleAsync(HttpContext context)
    {
        var outcome = authenticator.Authenticate(context, KeyCarriers.Voxta, KeyScopes.Conversation);
        if (!outcome.Succeeded)
        {
            await Refusal.WriteAsync(context, outcome);
            return;
        }

        // The cookie names the client instance and nothing else: it ties an audio connection to its control connection.
        var instance = Instance(context.Request) ?? ConnectionTokens.Random();
        context.Response.Cookies.Append(Cookie, instance, new CookieOptions
        {
            HttpOnly = true,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteNumber("negotiateVersion"u8, context.Request.Query["negotiateVersion"] == "1" ? 1 : 0);
        json.WriteString("connectionId"u8, ConnectionTokens.Random());
        json.WriteString("connectionToken"u8, tokens.Issue(instance));
        json.WriteStartArray("availableTransports"u8);
        json.WriteStartObject();
        json.WriteString("transport"u8, "WebSockets"u8);
        json.WriteStartArray("transferFormats"u8);
        json.WriteStringValue("Text"u8);
        json.WriteStringValue("Binary"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    /// <summary>The client instance a request names; null when it names none in the form that is issued.</summary>
    public static string? Instance(HttpRequest request) =>
        request.Cookies[Cookie] is { Length: 32 } cookie && cookie.All(char.IsAsciiHexDigitLower) ? cookie : null;
}
