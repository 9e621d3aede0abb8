using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.SocketIo.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Socket.IO server.</summary>
public static class SocketIoServiceCollectionExtensions
{
    /// <summary>Adds the server as a singleton. A <see cref="TimeProvider"/> among the services becomes its clock.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes settings; null keeps the defaults.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddSocketIo(this IServiceCollection services, Action<SocketIoServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<SocketIoServerOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton<SocketIoServer>();
        services.AddHostedService(provider => provider.GetRequiredService<SocketIoServer>());
        return services;
    }
}
