using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Server.Security;

namespace Parley.Server.Estuary.Rest;

/// <summary>What every REST call has in common: the key in <c>X-API-Key</c> or as bearer, and errors as <c>{"detail": …}</c>.</summary>
internal sealed class RestRoutes(IEndpointRouteBuilder endpoints, Authenticator authenticator, ICharacterStore characters)
{
    public void Get(string pattern, Func<RestRequest, Task> handler) => Map(HttpMethods.Get, pattern, handler);

    public void Post(string pattern, Func<RestRequest, Task> handler) => Map(HttpMethods.Post, pattern, handler);

    public void Put(string pattern, Func<RestRequest, Task> handler) => Map(HttpMethods.Put, pattern, handler);

    public void Delete(string pattern, Func<RestRequest, Task> handler) => Map(HttpMethods.Delete, pattern, handler);

    /// <summary>Calls of the original that this server does not have. Nobody needs a key to learn that.</summary>
    public void Missing(string pattern, string what) =>
        endpoints.Map(pattern, http => WriteErrorAsync(http, StatusCodes.Status501NotImplemented, $"{what} is not available on this server"));

    private void Map(string method, string pattern, Func<RestRequest, Task> handler) => endpoints.MapMethods(pattern, [method], http => HandleAsync(http, handler));

    private async Task HandleAsync(HttpContext http, Func<RestRequest, Task> handler)
    {
        var outcome = authenticator.Authenticate(http, KeyCarriers.EstuaryRest, KeyScopes.Conversation);
        if (!outcome.Succeeded)
        {
            await RefuseAsync(http, outcome);
            return;
        }

        try
        {
            await handler(new RestRequest(http, outcome.Identity, characters));
        }
        catch (RestException error) when (!http.Response.HasStarted)
        {
            await WriteErrorAsync(http, error.Status, error.Message);
        }
        catch (ConversationException error) when (!http.Response.HasStarted)
        {
            await WriteErrorAsync(
                http,
                error.Code switch
                {
                    ConversationErrors.NotFound => StatusCodes.Status404NotFound,
                    ConversationErrors.ReadOnly => StatusCodes.Status403Forbidden,
                    ConversationErrors.InvalidArgument => StatusCodes.Status422UnprocessableEntity,
                    ConversationErrors.LimitReached => StatusCodes.Status429TooManyRequests,
                    ConversationErrors.StorageFailed => StatusCodes.Status503ServiceUnavailable,
                    _ => StatusCodes.Status500InternalServerError,
                },
                error.Message);
        }
    }

    private static Task RefuseAsync(HttpContext http, AuthenticationOutcome outcome)
    {
        switch (outcome.Failure)
        {
            case AuthenticationFailure.TooManyFailures:
                http.Response.Headers.RetryAfter = outcome.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return WriteErrorAsync(http, StatusCodes.Status429TooManyRequests, "Too many failed attempts, please wait");
            case AuthenticationFailure.ScopeMissing:
                return WriteAsync(http, StatusCodes.Status403Forbidden, static writer =>
                {
                    writer.WriteStartObject("detail"u8);
                    writer.WriteString("error"u8, "insufficient_scope");
                    writer.WriteString("requiredScope"u8, "conversation");
                    writer.WriteEndObject();
                });
            default:
                http.Response.Headers.WWWAuthenticate = "Bearer";
                return WriteErrorAsync(http, StatusCodes.Status401Unauthorized, outcome.Failure == AuthenticationFailure.KeyMissing ? "An API key is required" : "Invalid API key");
        }
    }

    private static Task WriteErrorAsync(HttpContext http, int status, string detail) => WriteAsync(http, status, writer => writer.WriteString("detail"u8, detail));

    private static async Task WriteAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }
}
