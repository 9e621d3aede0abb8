using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.SocketIo.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gives the Socket.IO server its path.</summary>
public static class SocketIoEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves Socket.IO at a path, with and without trailing slash, over polling and WebSocket. The host's middleware (Host and
    /// Origin checks, authentication) runs in front; for browsers on other origins add <c>UseCors</c> and
    /// <c>.RequireCors(…)</c> to the result.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The path; clients expect <c>/socket.io/</c>.</param>
    /// <param name="configure">Sets namespaces and their handlers up.</param>
    /// <returns>For the conventions of the endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddSocketIo</c> was not called, or a setting is out of its range.</exception>
    public static IEndpointConventionBuilder MapSocketIo(this IEndpointRouteBuilder endpoints, string path, Action<SocketIoServer> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(configure);
        var server = endpoints.ServiceProvider.GetService<SocketIoServer>()
            ?? throw new InvalidOperationException("Call services.AddSocketIo() before MapSocketIo().");
        configure(server);
        return endpoints.Map(path.TrimEnd('/') + "/", server.HandleAsync).WithDisplayName("Socket.IO");
    }
}
