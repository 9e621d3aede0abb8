using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Parley.Server.Security;

/// <summary>The outermost step of every request: an unexpected exception is logged without the query and answered with 500.</summary>
internal sealed class FaultGate(ILogger<FaultGate> logger, RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone: whatever broke for want of it needs no answer.
        }
        catch (ConnectionResetException)
        {
            // The same, noticed by the transport first.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await Refusal.WriteAsync(context, exception.StatusCode, "BAD_REQUEST", exception.Message).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SecurityLog.RequestFailed(logger, context.Request.Method, context.Request.Path, exception);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            await Refusal.WriteAsync(context, StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "The server failed to answer this request.").ConfigureAwait(false);
        }
    }
}
