using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Parley.Conversation;
using Parley.Server.Security;

namespace Parley.Server.Voxta.Rest;

/// <summary>What every REST call has in common: the key, the methods a path knows, and errors as problem details.</summary>
internal sealed class RestRoutes(IEndpointRouteBuilder endpoints, Authenticator authenticator, VoxtaServices services)
{
    /// <summary>Maps a path for callers with a good key.</summary>
    public void Map(string pattern, params ReadOnlySpan<(string Method, Func<RestRequest, Task> Handler)> calls)
    {
        var byMethod = Table(calls);
        endpoints.Map(pattern, http => HandleAsync(http, byMethod, isOpen: false));
    }

    /// <summary>Maps a path that needs no key.</summary>
    public IEndpointConventionBuilder MapOpen(string pattern, params ReadOnlySpan<(string Method, Func<RestRequest, Task> Handler)> calls)
    {
        var byMethod = Table(calls);
        return endpoints.Map(pattern, http => HandleAsync(http, byMethod, isOpen: true));
    }

    private static Dictionary<string, Func<RestRequest, Task>> Table(ReadOnlySpan<(string Method, Func<RestRequest, Task> Handler)> calls)
    {
        var table = new Dictionary<string, Func<RestRequest, Task>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (method, handler) in calls)
        {
            table[method] = handler;
            if (method == HttpMethods.Get)
            {
                table[HttpMethods.Head] = handler;
            }
        }

        return table;
    }

    private async Task HandleAsync(HttpContext http, Dictionary<string, Func<RestRequest, Task>> byMethod, bool isOpen)
    {
        if (!byMethod.TryGetValue(http.Request.Method, out var handler))
        {
            http.Response.Headers.Allow = string.Join(", ", byMethod.Keys);
            await Refusal.WriteAsync(http, StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "The endpoint does not know this method.");
            return;
        }

        CallerIdentity? caller = null;
        if (!isOpen)
        {
            var outcome = authenticator.Authenticate(http, KeyCarriers.Voxta, KeyScopes.Conversation);
            if (!outcome.Succeeded)
            {
                await Refusal.WriteAsync(http, outcome);
                return;
            }

            caller = outcome.Identity;
        }

        try
        {
            await handler(new RestRequest(http, caller, services));
        }
        catch (RestException error) when (!http.Response.HasStarted)
        {
            await Refusal.WriteAsync(http, error.Status, error.Code, error.Message);
        }
        catch (ConversationException error) when (!http.Response.HasStarted)
        {
            await Refusal.WriteAsync(http, Status(error.Code), error.Code.ToUpperInvariant(), error.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
    }

    private static int Status(string code) => code switch
    {
        ConversationErrors.NotFound => StatusCodes.Status404NotFound,
        ConversationErrors.ReadOnly => StatusCodes.Status403Forbidden,
        ConversationErrors.LimitReached => StatusCodes.Status429TooManyRequests,
        ConversationErrors.SessionEnded or ConversationErrors.InvalidState or ConversationErrors.AlreadyRunning => StatusCodes.Status409Conflict,
        ConversationErrors.StorageFailed => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
