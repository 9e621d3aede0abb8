using System.Diagnostics.CodeAnalysis;

namespace Parley.Server.Security;

/// <summary>Answer of <see cref="Authenticator"/>. A face puts it into its protocol's own words.</summary>
public readonly record struct AuthenticationOutcome
{
    /// <summary>The caller; null when the request must be refused.</summary>
    public CallerIdentity? Identity { get; private init; }

    /// <summary>Why there is no caller.</summary>
    public AuthenticationFailure Failure { get; private init; }

    /// <summary>How long the address should wait; zero unless <see cref="AuthenticationFailure.TooManyFailures"/>.</summary>
    public TimeSpan RetryAfter { get; private init; }

    /// <summary><see cref="RetryAfter"/> for the header of that name: whole seconds, at least 1.</summary>
    public int RetryAfterSeconds => Math.Max(1, (int)Math.Ceiling(RetryAfter.TotalSeconds));

    /// <summary>Whether the caller is known.</summary>
    [MemberNotNullWhen(true, nameof(Identity))]
    public bool Succeeded => Identity is not null;

    internal static AuthenticationOutcome Accepted(CallerIdentity identity) => new() { Identity = identity };

    internal static AuthenticationOutcome Refused(AuthenticationFailure failure, TimeSpan retryAfter = default) => new() { Failure = failure, RetryAfter = retryAfter };
}
