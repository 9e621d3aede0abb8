using System.Globalization;
using System.Text.Json;
using Parley.Server.Security;
using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Http;

/// <summary><c>POST /v1/tokens</c>, optionally with <c>{"ttl_seconds": 10…}</c>: a short-lived key for <c>?token=</c>.</summary>
internal static class TokenEndpoint
{
    private const int DefaultSeconds = 300;
    private const int LeastSeconds = 10;
    private const int MaxBodyBytes = 4 * 1024;

    public static async Task CreateAsync(ApiRequest request, ShortLivedTokens tokens, VoxNexusOptions options)
    {
        if (ShortLivedTokens.IsToken(PresentedKey.Find(request.Http.Request, KeyCarriers.VoxNexus)))
        {
            throw new ApiException(new ApiError(VoxNexusErrorCode.Forbidden, "a short-lived token makes no further ones"));
        }

        var seconds = ReadSeconds(await JsonBody.ReadAsync(request.Http, MaxBodyBytes).ConfigureAwait(false), options);
        if (tokens.Create(request.Caller, TimeSpan.FromSeconds(seconds)) is not var (token, expires))
        {
            request.Http.Response.Headers.RetryAfter = "10";
            throw new ApiException(new ApiError(VoxNexusErrorCode.RateLimitExceeded, "too many tokens are alive"));
        }

        request.Http.Response.Headers.CacheControl = "no-store";
        var answer = new TokenAnswer(token, expires.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), seconds, request.Id);
        await request.WriteAsync(answer, TokenJsonContext.Default.TokenAnswer).ConfigureAwait(false);
    }

    private static int ReadSeconds(byte[] body, VoxNexusOptions options)
    {
        var otherwise = Math.Min(DefaultSeconds, options.MaxTokenSeconds);
        if (body.Length == 0)
        {
            return otherwise;
        }

        try
        {
            var seconds = JsonSerializer.Deserialize(body, TokenJsonContext.Default.TokenQuestion)?.TtlSeconds ?? otherwise;
            return seconds >= LeastSeconds && seconds <= options.MaxTokenSeconds
                ? seconds
                : throw new ApiException(ApiError.Invalid("ttl_seconds", $"an integer between {LeastSeconds} and {options.MaxTokenSeconds}"));
        }
        catch (JsonException)
        {
            throw new ApiException(new ApiError(VoxNexusErrorCode.InvalidJson, "the body must be an object with an integer ttl_seconds"));
        }
    }
}
