namespace Parley.Server.Security;

/// <summary>The verdict on a request's origin.</summary>
/// <param name="Verdict">Where the page stands.</param>
public sealed record RequestOrigin(OriginVerdict Verdict)
{
    /// <summary>Whether a cookie may count: across origins it never does.</summary>
    public bool CookiesCount => Verdict is OriginVerdict.None or OriginVerdict.Same;
}
