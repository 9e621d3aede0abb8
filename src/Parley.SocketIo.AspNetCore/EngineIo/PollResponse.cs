using Microsoft.AspNetCore.Http;

namespace Parley.SocketIo.AspNetCore.EngineIo;

internal static class PollResponse
{
    private static readonly byte[] Ok = "ok"u8.ToArray();

    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> payload) =>
        WriteAsync(context, "text/plain; charset=UTF-8", payload);

    public static Task WriteOkAsync(HttpContext context) => WriteAsync(context, "text/html", Ok);

    private static async Task WriteAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> payload)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = payload.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(payload, context.RequestAborted);
    }
}
