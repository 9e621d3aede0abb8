using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Parley.Server.Settings;

namespace Parley.Server.Security;

/// <summary>Judges the <c>Origin</c> header. A web page is not the user.</summary>
internal sealed class OriginPolicy(ParleyOptions options, ListenAddress address)
{
    private readonly FrozenSet<string> _allowed = options.AllowedOrigins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public OriginVerdict Judge(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
        {
            return OriginVerdict.None;
        }

        var origin = origins.Count == 1 ? origins[0] : null;
        if (origin is null || !Uri.TryCreate(origin, UriKind.Absolute, out var uri))
        {
            return OriginVerdict.Foreign;
        }

        if (IsSame(request, uri))
        {
            return OriginVerdict.Same;
        }

        // Where keys are required loopback is like any other origin.
        var loopback = !address.KeysRequired && (uri.Scheme is "http" or "https") && IsLoopback(uri);
        return loopback || _allowed.Contains(origin) ? OriginVerdict.Allowed : OriginVerdict.Foreign;
    }

    private static bool IsSame(HttpRequest request, Uri origin)
    {
        var port = request.Host.Port ?? (request.IsHttps ? 443 : 80);
        return origin.Scheme == request.Scheme && origin.Port == port
            && origin.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase);
    }

    // Uri.IsLoopback would also take names of this machine; here only what cannot be rebound counts.
    private static bool IsLoopback(Uri uri) =>
        uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.Host, out var literal) && IPAddress.IsLoopback(literal));
}
