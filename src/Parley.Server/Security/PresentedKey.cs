using System.Text;
using Microsoft.AspNetCore.Http;

namespace Parley.Server.Security;

/// <summary>Finds the key in a request. It reads headers and the query only: a cookie is never a key.</summary>
internal static class PresentedKey
{
    /// <summary>The key as sent, or null when none of <paramref name="carriers"/> holds one.</summary>
    public static string? Find(HttpRequest request, KeyCarriers carriers)
    {
        var authorization = request.Headers.Authorization.ToString();
        return Bearer(authorization, carriers)
            ?? (carriers.HasFlag(KeyCarriers.ApiKeyHeader) ? NullIfEmpty(request.Headers["X-Api-Key"].ToString()) : null)
            ?? (carriers.HasFlag(KeyCarriers.TokenQuery) ? NullIfEmpty(request.Query["token"].ToString()) : null)
            ?? (carriers.HasFlag(KeyCarriers.AccessTokenQuery) ? NullIfEmpty(request.Query["access_token"].ToString()) : null)
            ?? (carriers.HasFlag(KeyCarriers.BasicPassword) ? BasicPassword(authorization) : null);
    }

    private static string? Bearer(string authorization, KeyCarriers carriers) =>
        carriers.HasFlag(KeyCarriers.Bearer) && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? NullIfEmpty(authorization["Bearer ".Length..].Trim().Trim('"'))
            : null;

    private static string? BasicPassword(string authorization)
    {
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var encoded = authorization["Basic ".Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : NullIfEmpty(pair[(colon + 1)..]);
    }

    private static string? NullIfEmpty(string value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
