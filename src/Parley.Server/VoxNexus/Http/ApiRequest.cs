using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Server.Security;
using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.Http;

/// <summary>One request of an authenticated caller.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Id">The id in <c>X-Request-ID</c>.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record ApiRequest(HttpContext Http, string Id, CallerIdentity Caller)
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Where the server is seen from outside, path base included, without a slash at the end.</summary>
    public string BaseUrl => $"{Http.Request.Scheme}://{Http.Request.Host}{Http.Request.PathBase}";

    /// <summary>Answers 200 with an object.</summary>
    public Task WriteAsync(Action<Utf8JsonWriter> members) => WriteAsync(Http, StatusCodes.Status200OK, members);

    /// <summary>Answers with an error's body.</summary>
    public static Task WriteErrorAsync(HttpContext http, string requestId, ApiError error, int status) => WriteAsync(http, status, json =>
    {
        json.WriteString("error"u8, error.Message);
        json.WriteString("code"u8, error.Code);
        json.WriteString("request_id"u8, requestId);
        json.WriteStringIfAny("details"u8, error.Details);
    });

    private static async Task WriteAsync(HttpContext http, int status, Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body, Json))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.Body.WriteAsync(body.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}
