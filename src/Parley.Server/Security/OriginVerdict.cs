namespace Parley.Server.Security;

/// <summary>Where a request's page stands. Found in <c>HttpContext.Features</c> as <see cref="RequestOrigin"/>.</summary>
public enum OriginVerdict
{
    /// <summary>No <c>Origin</c>: a program, or a navigation.</summary>
    None,

    /// <summary>The server's own pages.</summary>
    Same,

    /// <summary>Another origin that the settings let in.</summary>
    Allowed,

    /// <summary>Any other origin; it is here by an explicit key alone.</summary>
    Foreign,
}
