using Microsoft.AspNetCore.Http;
using Parley.Conversation;
using Parley.Server.Security;

namespace Parley.Server.Console.Api;

/// <summary>Before and behind every endpoint of <c>/api/parley</c>: the caller is known before anything is read, and every error is problem details.</summary>
internal sealed class ApiGate(Authenticator authenticator, RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ApiAccess>() is { } access ? GuardAsync(context, access) : next(context);

    private async Task GuardAsync(HttpContext context, ApiAccess access)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (!access.IsOpen)
        {
            var outcome = authenticator.Authenticate(context, access.Carriers, access.Scopes);
            if (!outcome.Succeeded)
            {
                await Refusal.WriteAsync(context, outcome).ConfigureAwait(false);
                return;
            }
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (ApiException error) when (!context.Response.HasStarted)
        {
            await Refusal.WriteAsync(context, error.Status, error.Code, error.Message).ConfigureAwait(false);
        }
        catch (ConversationException error) when (!context.Response.HasStarted)
        {
            var (status, code) = error.Code switch
            {
                ConversationErrors.NotFound or ConversationErrors.SessionEnded => (StatusCodes.Status404NotFound, "NOT_FOUND"),
                ConversationErrors.ReadOnly => (StatusCodes.Status409Conflict, "READ_ONLY"),
                ConversationErrors.InvalidCard => (StatusCodes.Status400BadRequest, "INVALID_CARD"),
                ConversationErrors.StorageFailed => (StatusCodes.Status503ServiceUnavailable, "STORAGE_FAILED"),
                _ => (StatusCodes.Status400BadRequest, "BAD_REQUEST"),
            };
            await Refusal.WriteAsync(context, status, code, error.Message).ConfigureAwait(false);
        }
    }
}
