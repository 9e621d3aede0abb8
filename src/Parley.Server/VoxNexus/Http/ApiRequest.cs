using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Parley.Realtime;
using Parley.Server.Security;
using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.Http;

/// <summary>One request of an authenticated caller.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Id">The id in <c>X-Request-ID</c>.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record ApiRequest(HttpContext Http, string Id, CallerIdentity Caller)
{
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Where the server is seen from outside, path base included, without a slash at the end.</summary>
    public string BaseUrl => $"{Http.Request.Scheme}://{Http.Request.Host}{Http.Request.PathBase}";

    /// <summary>Answers 200 with an object.</summary>
    public Task WriteAsync<T>(T value, JsonTypeInfo<T> type) =>
        SendAsync(Http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Answers with an error's body.</summary>
    public static async Task WriteErrorAsync(HttpContext http, string requestId, ApiError error, int status)
    {
        using var body = new PooledBufferWriter();
        error.ToMessage(requestId).WriteBody(body);
        await SendAsync(http, status, body.WrittenMemory).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
