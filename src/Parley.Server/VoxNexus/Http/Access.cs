using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Server.Security;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Http;

/// <summary>Lets callers in by API key or short-lived token: bearer, <c>X-Api-Key</c> or <c>?token=</c>; the first one present decides.</summary>
internal sealed class Access(Authenticator authenticator, ShortLivedTokens tokens)
{
    /// <exception cref="ApiException">The caller is refused; the answer's headers are set.</exception>
    public CallerIdentity Admit(HttpContext context)
    {
        if (authenticator.KeysRequired && PresentedKey.Find(context.Request, KeyCarriers.VoxNexus) is { } key && tokens.Find(key) is { } holder)
        {
            context.Features.Set(holder);
            return holder;
        }

        var outcome = authenticator.Authenticate(context, KeyCarriers.VoxNexus, KeyScopes.Speech);
        if (outcome.Succeeded)
        {
            return outcome.Identity;
        }

        if (outcome.Failure == AuthenticationFailure.TooManyFailures)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(outcome.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
        else if (outcome.Failure != AuthenticationFailure.ScopeMissing)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        throw new ApiException(outcome.Failure switch
        {
            AuthenticationFailure.KeyMissing => new(VoxNexusErrorCode.Unauthorized, "an API key is required: ?token=, X-Api-Key or Authorization: Bearer"),
            AuthenticationFailure.KeyInvalid => new(VoxNexusErrorCode.InvalidApiKey, "the API key is not valid"),
            AuthenticationFailure.TooManyFailures => new(VoxNexusErrorCode.RateLimitExceeded, "too many failed attempts; wait and try again"),
            _ => new(VoxNexusErrorCode.Forbidden, "the API key may not use speech"),
        });
    }
}
