using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Parley.SocketIo.AspNetCore;

/// <summary>The HTTP request that opened a connection, as it was then. Immutable.</summary>
public sealed class SocketIoHandshake
{
    // An idle connection keeps this: an array is a third of a dictionary.
    private readonly KeyValuePair<string, StringValues>[] _headers;

    internal SocketIoHandshake(HttpContext context, DateTimeOffset time)
    {
        Time = time;
        RemoteAddress = context.Connection.RemoteIpAddress;
        IsSecure = context.Request.IsHttps;
        QueryString = context.Request.QueryString;
        User = context.User;
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

    /// <summary>Who the host's authentication found.</summary>
    public ClaimsPrincipal User { get; }

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
