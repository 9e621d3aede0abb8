using Microsoft.AspNetCore.Builder;

namespace Parley.Server.Security;

/// <summary>
/// Marks an endpoint that pages of any origin may reach on a server with keys although the HTTP request carries none: the key comes
/// inside the protocol (Socket.IO's CONNECT packet), or the URL itself is the secret (speech audio).
/// Without keys it changes nothing: foreign origins stay outside.
/// </summary>
public sealed class OpenToOrigins
{
    /// <summary>The only instance.</summary>
    public static OpenToOrigins Metadata { get; } = new();

    private OpenToOrigins()
    {
    }
}

/// <summary>Puts <see cref="OpenToOrigins"/> on endpoints.</summary>
public static class OpenToOriginsExtensions
{
    /// <summary>Lets pages of any origin reach these endpoints without a key in the HTTP request, on a server that requires keys.</summary>
    public static TBuilder OpenToOrigins<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(Security.OpenToOrigins.Metadata));
        return builder;
    }
}
