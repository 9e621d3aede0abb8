using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Server.Security;
using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.Http;

/// <summary><c>POST /v1/tokens</c>, optionally with <c>{"ttl_seconds": 10…}</c>: a short-lived key for <c>?token=</c>.</summary>
internal static class TokenEndpoint
{
    private const int DefaultSeconds = 300;
    private const int LeastSeconds = 10;

    public static async Task CreateAsync(ApiRequest request, ShortLivedTokens tokens, VoxNexusOptions options)
    {
        if (ShortLivedTokens.IsToken(PresentedKey.Find(request.Http.Request, KeyCarriers.VoxNexus)))
        {
            throw new ApiException(new ApiError(ErrorCodes.Forbidden, "a short-lived token makes no further ones"));
        }

        var seconds = await ReadSecondsAsync(request.Http, options).ConfigureAwait(false);
        if (tokens.Create(request.Caller, TimeSpan.FromSeconds(seconds)) is not var (token, expires))
        {
            request.Http.Response.Headers.RetryAfter = "10";
            throw new ApiException(new ApiError(ErrorCodes.RateLimitExceeded, "too many tokens are alive"));
        }

        request.Http.Response.Headers.CacheControl = "no-store";
        await request.WriteAsync(json =>
        {
            json.WriteString("token"u8, token);
            json.WriteString("expires_at"u8, expires.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteNumber("expires_in"u8, seconds);
            json.WriteString("request_id"u8, request.Id);
        }).ConfigureAwait(false);
    }

    private static async Task<int> ReadSecondsAsync(HttpContext http, VoxNexusOptions options)
    {
        if (http.Request.ContentLength is null or 0 && http.Request.Headers.TransferEncoding.Count == 0)
        {
            return Math.Min(DefaultSeconds, options.MaxTokenSeconds);
        }

        using var body = await JsonBody.ReadAsync(http, 4 * 1024).ConfigureAwait(false);
        var fields = new Fields(body.RootElement);
        var seconds = fields.Integer("ttl_seconds", LeastSeconds, options.MaxTokenSeconds) ?? Math.Min(DefaultSeconds, options.MaxTokenSeconds);
        return fields.Error is { } error ? throw new ApiException(error) : seconds;
    }
}
