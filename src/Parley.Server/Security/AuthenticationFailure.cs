namespace Parley.Server.Security;

/// <summary>Why a caller was refused.</summary>
public enum AuthenticationFailure
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>A key is required and none was sent (401).</summary>
    KeyMissing,

    /// <summary>The key is unknown or revoked (401).</summary>
    KeyInvalid,

    /// <summary>The key is good but lacks the scope (403).</summary>
    ScopeMissing,

    /// <summary>Too many failures from this address (429 with Retry-After).</summary>
    TooManyFailures,
}
