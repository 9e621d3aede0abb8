using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Memories;
using Parley.Estuary.Wire;
using Parley.Server.Security;

namespace Parley.Server.Estuary.Rest;

/// <summary>One request of a caller who was let in.</summary>
internal sealed record RestRequest(HttpContext Http, CallerIdentity Caller, ICharacterStore Characters)
{
    private const int MaxBody = 1 << 20;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A query value in snake_case or camelCase; null when absent or empty.</summary>
    public string? Query(string name)
    {
        var value = Http.Request.Query[name].ToString();
        if (value.Length == 0)
        {
            value = Http.Request.Query[Camel(name)].ToString();
        }

        return value.Length == 0 ? null : value;
    }

    /// <exception cref="RestException">422: it is no number or out of range.</exception>
    public int Number(string name, int fallback, int least, int most)
    {
        if (Query(name) is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new RestException(422, $"{name} must be a number from {least} to {most}");
    }

    /// <exception cref="RestException">422: it is none of the values.</exception>
    public string Choice(string name, string fallback, params ReadOnlySpan<string> values)
    {
        var value = Query(name) ?? fallback;
        return values.Contains(value) ? value : throw new RestException(422, $"{name} must be one of {string.Join(", ", values.ToArray())}");
    }

    /// <exception cref="RestException">422: it is no time.</exception>
    public DateTimeOffset? Time(string name) => Query(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new RestException(422, $"{name} must be an ISO 8601 date");

    /// <summary>The character named in the path.</summary>
    /// <exception cref="RestException">404: the caller has none of that id.</exception>
    public async ValueTask<Character> CharacterAsync(string key = "agent") =>
        Guid.TryParse(Route(key), out var id) && await Characters.FindAsync(Caller.Tenant, id, Aborted) is { } character
            ? character
            : throw new RestException(404, "Character not found");

    /// <summary>The player named in the path.</summary>
    public Player Player() => new(Caller.Tenant, new PlayerId(Route("player")));

    public async ValueTask<MemoryScope> ScopeAsync() => new(Player(), (await CharacterAsync()).Id);

    /// <exception cref="RestException">The body is too large, or no JSON of that form.</exception>
    public async ValueTask<T> ReadAsync<T>(JsonTypeInfo<T> type)
        where T : class, new()
    {
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBody;
        }

        using var body = new MemoryStream();
        try
        {
            await Http.Request.Body.CopyToAsync(body, Aborted);
            return EstuaryJson.Read(body.GetBuffer().AsSpan(0, (int)body.Length), type);
        }
        catch (BadHttpRequestException error)
        {
            throw new RestException(error.StatusCode, "The body is too large");
        }
        catch (JsonException)
        {
            throw new RestException(422, "The body must be a JSON object in the documented form");
        }
    }

    public async Task WriteAsync<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json";
        await Http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), Aborted);
    }

    private string Route(string key) => Http.Request.RouteValues[key]?.ToString() ?? "";

    private static string Camel(string name)
    {
        var parts = name.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
    }
}
