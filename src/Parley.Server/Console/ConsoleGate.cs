using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Parley.Server.Security;

namespace Parley.Server.Console;

/// <summary>
/// The last step of a request that no endpoint took: a file of the console, or 404. Anybody may have the pages; what they show they
/// ask for with the caller's key.
/// </summary>
internal sealed class ConsoleGate(ConsoleFiles files, ConsoleAssets assets, RequestDelegate next)
{
    private const string Page = "index.html";

    // 'self' of connect-src covers WebSockets of the same host and port.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; connect-src 'self'; "
        + "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not null)
        {
            return next(context);
        }

        var path = context.Request.Path.Value ?? "";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return RefuseAsync(context);
        }

        if (path.Length == 0)
        {
            // The page refers to its files relatively: without the slash they would be the neighbours of the path base.
            context.Response.Redirect(context.Request.PathBase + "/");
            return Task.CompletedTask;
        }

        Protect(context.Request, context.Response.Headers);
        path = path[1..];
        return path.Length == 0 || path == Page ? WritePageAsync(context)
            : assets.Find(path) is { } asset ? asset.WriteAsync(context)
            : RefuseAsync(context);
    }

    private static Task RefuseAsync(HttpContext context) => Refusal.WriteAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "There is nothing at this address.");

    private Task WritePageAsync(HttpContext context)
    {
        if (assets.Find(Page) is not { } page)
        {
            return WriteNoticeAsync(context, "This server was built without its console. The three protocols and <code>/api/parley</code> work.");
        }

        return files.HasLibraries
            ? page.WriteAsync(context)
            : WriteNoticeAsync(context, $"The console needs libraries that npm installs. In the folder of the sources run <code>{ConsoleFiles.Remedy}</code>, then load this page again. The three protocols work without them.");
    }

    private static async Task WriteNoticeAsync(HttpContext context, string text)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var page = $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Parley</title></head><body><main><h1>Parley is running</h1><p>{text}</p></main></body></html>";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page), context.RequestAborted).ConfigureAwait(false);
    }

    private static void Protect(HttpRequest request, IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";

        // Browsers complain about this one where they ignore it.
        if (request.IsHttps || IsOfThisMachine(request.Host.Host))
        {
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }
    }

    private static bool IsOfThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var literal) && IPAddress.IsLoopback(literal));
}
