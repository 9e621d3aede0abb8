using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Primitives;

namespace Parley.SocketIo.AspNetCore;

/// <summary>The HTTP request that opened a connection, as it was then. Immutable.</summary>
public sealed class SocketIoHandshake
{
    // An idle connection keeps this: an array is a third of a dictionary.
    private readonly KeyValuePair<string, StringValues>[] _headers;

    // Asked for, HttpContext.User makes one where the host has no authentication.
    private readonly ClaimsPrincipal? _user;

    internal SocketIoHandshake(HttpContext context, DateTimeOffset time)
    {
        Time = time;
        RemoteAddress = context.Connection.RemoteIpAddress;
        IsSecure = context.Request.IsHttps;
        QueryString = context.Request.QueryString;
        _user = context.Features.Get<IHttpAuthenticationFeature>()?.User;
        _headers = [.. context.Request.Headers];
    }

    /// <summary>When the connection was opened.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The peer's address as the host sees it; null when there is none.</summary>
    public IPAddress? RemoteAddress { get; }

    /// <summary>Whether it came over TLS, as the host sees it.</summary>
    public bool IsSecure { get; }

    /// <summary>The request's query, with its question mark.</summary>
    public QueryString QueryString { get; }

    /// <summary>Who the host's authentication found; somebody without claims when it found nobody.</summary>
    public ClaimsPrincipal User => _user ?? new ClaimsPrincipal(new ClaimsIdentity());

    /// <summary>The request's headers; each call makes a copy.</summary>
    public IHeaderDictionary Headers
    {
        get
        {
            var headers = new HeaderDictionary(_headers.Length);
            foreach (var (name, value) in _headers)
            {
                headers[name] = value;
            }

            return headers;
        }
    }
}
