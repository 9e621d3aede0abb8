using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Server.Console;

/// <summary>The browser console at <c>/</c>.</summary>
internal static class ConsoleServices
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.TryAddSingleton(new ConsoleOptions());
        services.AddSingleton<ConsoleFiles>();
        services.AddSingleton<ConsoleAssets>();
        return services;
    }

    public static WebApplication UseConsole(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<ConsoleFiles>();
        var assets = app.Services.GetRequiredService<ConsoleAssets>();
        app.Use(next => new ConsoleGate(files, assets, next).InvokeAsync);
        return app;
    }
}
