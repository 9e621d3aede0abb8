using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Parley.SocketIo.AspNetCore;

/// <summary>The HTTP request that opened a connection, as it was then. Immutable.</summary>
public sealed class SocketIoHandshake
{
    internal SocketIoHandshake(HttpContext context, DateTimeOffset time)
    {
        Time = time;
        RemoteAddress = context.Connection.RemoteIpAddress;
        IsSecure = context.Request.IsHttps;
        QueryString = context.Request.QueryString;
        User = context.User;
        var headers = new HeaderDictionary(context.Request.Headers.Count);
        foreach (var header in context.Request.Headers)
        {
            headers[header.Key] = header.Value;
        }

        Headers = headers;
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

    /// <summary>The request's headers; a copy.</summary>
    public IHeaderDictionary Headers { get; }
}
