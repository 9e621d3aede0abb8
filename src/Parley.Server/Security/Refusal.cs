using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Parley.Server.Security;

/// <summary>The answer to a request that reaches no face: RFC 9457 problem details with a stable <c>code</c>.</summary>
internal static class Refusal
{
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
