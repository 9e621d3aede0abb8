using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Conversation;
using Parley.Server.Security;

namespace Parley.Server.Voxta.Rest;

/// <summary>One request of a caller who was let in.</summary>
/// <param name="Http">The request itself.</param>
/// <param name="KnownCaller">Who calls; null on endpoints that need no key.</param>
/// <param name="Services">What the face shares.</param>
internal sealed record RestRequest(HttpContext Http, CallerIdentity? KnownCaller, VoxtaServices Services)
{
    private const int MaxBody = 1 << 20;

    public CancellationToken Aborted => Http.RequestAborted;

    public CallerIdentity Caller => KnownCaller ?? throw new InvalidOperationException("The endpoint admits callers without a key.");

    public Player Player => VoxtaEndpoints.PlayerOf(Http, Caller);

    /// <summary>A query value; null when absent or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>An id in the query; null when absent, empty or zero.</summary>
    /// <exception cref="RestException">400: it is no id.</exception>
    public Guid? QueryId(string name) => Query(name) is not { } text ? null
        : Guid.TryParse(text, out var id) ? (id == Guid.Empty ? null : id)
        : throw RestException.BadRequest($"{name} must be an id.");

    /// <summary>The id in the path.</summary>
    /// <exception cref="RestException">404: what stands there is no id, so nothing has it.</exception>
    public Guid RouteId(string what, string name = "id") =>
        Guid.TryParse(Http.Request.RouteValues[name]?.ToString(), out var id) ? id : throw RestException.NotFound(what);

    /// <summary>Lets the body be so long and no longer.</summary>
    public void LimitBody(long bytes)
    {
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = bytes;
        }
    }

    /// <summary>Reads the body, of 1 MiB at most; an empty one is an object without fields.</summary>
    /// <exception cref="RestException">The body is too large, or no JSON object of that form.</exception>
    public async ValueTask<T> ReadAsync<T>(JsonTypeInfo<T> type)
        where T : class, new()
    {
        LimitBody(MaxBody);
        using var body = new MemoryStream();
        try
        {
            await Http.Request.Body.CopyToAsync(body, Aborted);
            return body.Length == 0 ? new T() : JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type) ?? throw new JsonException();
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new RestException(error.StatusCode, "TOO_LARGE", "The body is too large.");
        }
        catch (JsonException error)
        {
            throw RestException.BadRequest(error.Path is { Length: > 2 and <= 64 } path ? $"The body's {path[2..]} cannot be read." : "The body must be a JSON object.");
        }
    }

    public async Task WriteAsync<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json";
        await Http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), Aborted);
    }

    public Task EmptyAsync(int status = StatusCodes.Status204NoContent)
    {
        Http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
