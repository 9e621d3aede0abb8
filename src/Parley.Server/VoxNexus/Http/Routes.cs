using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Http;

/// <summary>What every endpoint of the face has in common: the request id, the method, the key, and errors as JSON.</summary>
internal sealed class Routes(IEndpointRouteBuilder endpoints, Access access, ILogger log)
{
    /// <summary>Maps an endpoint for one method; others get 405.</summary>
    public void Map(string method, string pattern, Func<ApiRequest, Task> handler) => endpoints.Map(pattern, context => HandleAsync(context, (http, id) =>
    {
        RequireMethod(http, method);
        return handler(new ApiRequest(http, id, access.Admit(http)));
    }));

    /// <summary>Maps an endpoint that admits its callers itself.</summary>
    public void MapUpgrade(string pattern, Func<HttpContext, string, Task> handler) => endpoints.Map(pattern, context => HandleAsync(context, (http, id) =>
    {
        RequireMethod(http, HttpMethods.Get);
        return handler(http, id);
    }));

    /// <summary>Everything else under a path is an error of this face's own form.</summary>
    public void MapNotFound(string pattern) => endpoints.Map(pattern, context => HandleAsync(context, (_, _) =>
        throw new ApiException(new ApiError(VoxNexusErrorCode.NotFound, "there is no such endpoint")))).WithOrder(int.MaxValue);

    private static void RequireMethod(HttpContext http, string method)
    {
        if (!HttpMethods.Equals(http.Request.Method, method))
        {
            http.Response.Headers.Allow = method;
            throw new ApiException(new ApiError(VoxNexusErrorCode.MethodNotAllowed, $"use {method}"));
        }
    }

    private async Task HandleAsync(HttpContext http, Func<HttpContext, string, Task> handler)
    {
        var id = RequestId.Create();
        http.Response.Headers["X-Request-ID"] = id;
        try
        {
            await handler(http, id).ConfigureAwait(false);
        }
        catch (ApiException e) when (!http.Response.HasStarted)
        {
            await ApiRequest.WriteErrorAsync(http, id, e.Error, e.Status).ConfigureAwait(false);
        }
        catch (EngineException e) when (!http.Response.HasStarted)
        {
            SessionLog.EngineFailed(log, e, id);
            var error = ApiError.FromEngine(e, VoxNexusErrorCode.EngineUnavailable);
            await ApiRequest.WriteErrorAsync(http, id, error, error.HttpStatus).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted && e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await ApiRequest.WriteErrorAsync(http, id, new ApiError(VoxNexusErrorCode.MessageTooLarge, "the body is too large"), e.StatusCode).ConfigureAwait(false);
        }
        catch (Exception e) when (http.Response.HasStarted && e is ApiException or EngineException)
        {
            // Audio is on its way: an incomplete chunked body tells the client, JSON inside audio would not.
            SessionLog.AnswerBroken(log, e, id);
            http.Abort();
        }
    }
}
