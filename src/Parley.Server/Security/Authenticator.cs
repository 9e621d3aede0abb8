using System.Net;
using Microsoft.AspNetCore.Http;
using Parley.Server.Telemetry;

namespace Parley.Server.Security;

/// <summary>Says who a caller is, for every face. Thread-safe, never blocks.</summary>
public sealed class Authenticator
{
    private readonly KeyDirectory _keys;
    private readonly FailureLimiter _failures;
    private readonly ServerMetrics _metrics;

    internal Authenticator(ListenAddress address, KeyDirectory keys, FailureLimiter failures, ServerMetrics metrics)
    {
        KeysRequired = address.KeysRequired;
        _keys = keys;
        _failures = failures;
        _metrics = metrics;
    }

    /// <summary>Whether callers need a key. When not, any key or none is accepted as the local tenant.</summary>
    public bool KeysRequired { get; }

    /// <summary>Authenticates an HTTP request. On success the caller is also in <c>context.Features</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="carriers">Where this face's keys stand.</param>
    /// <param name="scopes">What the caller must be allowed to do.</param>
    public AuthenticationOutcome Authenticate(HttpContext context, KeyCarriers carriers, KeyScopes scopes)
    {
        var outcome = Authenticate(PresentedKey.Find(context.Request, carriers), context.Connection.RemoteIpAddress, scopes);
        if (outcome.Succeeded)
        {
            context.Features.Set(outcome.Identity);
        }

        return outcome;
    }

    /// <summary>Authenticates a key that came inside a protocol.</summary>
    /// <param name="key">The key as sent; null or empty when there was none.</param>
    /// <param name="remote">The caller's address, against which failures count; null counts against all unknown ones.</param>
    /// <param name="scopes">What the caller must be allowed to do.</param>
    public AuthenticationOutcome Authenticate(string? key, IPAddress? remote, KeyScopes scopes)
    {
        if (!KeysRequired)
        {
            return AuthenticationOutcome.Accepted(CallerIdentity.Local);
        }

        // A good key always passes: neighbours behind one address cannot lock each other out.
        if (!string.IsNullOrEmpty(key) && _keys.Find(key) is { } identity)
        {
            return identity.Has(scopes) ? AuthenticationOutcome.Accepted(identity) : Refuse(AuthenticationFailure.ScopeMissing, "scope");
        }

        return _failures.Count(remote, out var retryAfter)
            ? Refuse(string.IsNullOrEmpty(key) ? AuthenticationFailure.KeyMissing : AuthenticationFailure.KeyInvalid, "key")
            : Refuse(AuthenticationFailure.TooManyFailures, "rate", retryAfter);
    }

    private AuthenticationOutcome Refuse(AuthenticationFailure failure, string reason, TimeSpan retryAfter = default)
    {
        _metrics.Refused(reason);
        return AuthenticationOutcome.Refused(failure, retryAfter);
    }
}
