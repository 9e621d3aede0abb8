using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Server.Settings;
using Parley.Server.Telemetry;

namespace Parley.Server.Security;

/// <summary>Who may come in.</summary>
internal static class SecurityServices
{
    public static IServiceCollection AddSecurity(this IServiceCollection services, ParleyOptions options, ListenAddress address)
    {
        services.AddSingleton(address);
        services.AddSingleton<KeyDirectory>();
        services.AddSingleton(_ => new FailureLimiter(options.Limits));
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton(p => new Authenticator(address, p.GetRequiredService<KeyDirectory>(), p.GetRequiredService<FailureLimiter>(), p.GetRequiredService<ServerMetrics>()));
        services.AddSingleton(_ => new ConnectionLimiter(options.Limits));
        services.Configure<ForwardedHeadersOptions>(forwarded => Trust(forwarded, options.TrustedProxies));
        return services;
    }

    /// <summary>The steps before any face, in this order.</summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<ParleyOptions>();
        var address = app.Services.GetRequiredService<ListenAddress>();
        var origins = new OriginPolicy(options, address);
        var metrics = app.Services.GetRequiredService<ServerMetrics>();
        var logger = app.Services.GetRequiredService<ILogger<FaultGate>>();

        app.Use(next => new FaultGate(logger, next).InvokeAsync);
        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.Use(next => new HostGate(options, metrics, next).InvokeAsync);
        if (options.PathBase is { } pathBase)
        {
            app.UsePathBase(new PathString(pathBase));
        }

        app.UseRouting();
        app.Use(next => new OriginGate(origins, address, metrics, next).InvokeAsync);
        app.UseWebSockets();
        app.Use(next => new ConnectionGate(options.Limits, metrics, next).InvokeAsync);
        return app;
    }

    private static void Trust(ForwardedHeadersOptions forwarded, IReadOnlyList<string> proxies)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        forwarded.ForwardLimit = null;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var single))
            {
                forwarded.KnownProxies.Add(single);
            }
            else
            {
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        }
    }
}
