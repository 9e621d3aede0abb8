using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>Refusals: <c>{"code":…,"message":…}</c> with the documented codes and texts.</summary>
internal static class EngineIoErrors
{
    private static readonly string[] Messages =
        ["Transport unknown", "Session ID unknown", "Bad handshake method", "Bad request", "Forbidden", "Unsupported protocol version"];

    public static Task WriteAsync(HttpContext context, EngineIoError error, string? message = null) =>
        WriteAsync(context, error, message, error == EngineIoError.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest);

    public static async Task WriteAsync(HttpContext context, EngineIoError error, string? message, int status)
    {
        var body = new PooledBuffer();
        try
        {
            using (var writer = new Utf8JsonWriter(body))
            {
                writer.WriteStartObject();
                writer.WriteNumber("code"u8, (int)error);
                writer.WriteString("message"u8, message ?? Messages[(int)error]);
                writer.WriteEndObject();
            }

            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The peer has gone; there is no one to tell.
        }
        finally
        {
            body.Dispose();
        }
    }
}
