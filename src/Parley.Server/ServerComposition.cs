using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Server.Console;
using Parley.Server.Console.Api;
using Parley.Server.Conversations;
using Parley.Server.Data;
using Parley.Server.Estuary;
using Parley.Server.Health;
using Parley.Server.Info;
using Parley.Server.Scripts;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.Server.Speech;
using Parley.Server.Storage;
using Parley.Server.Telemetry;
using Parley.Server.Traffic;
using Parley.Server.VoxNexus;
using Parley.Server.Voxta;
using Parley.Server.Voxta.Rest;

namespace Parley.Server;

/// <summary>What the server is made of: each part adds its services in one line and its endpoints in another.</summary>
internal static class ServerComposition
{
    public static void AddParts(this IServiceCollection services, DataDirectory data, ParleySettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(data);
        services.AddSingleton(settings.Options);
        services.AddSingleton<IConfiguration>(settings.Configuration);
        services.AddRouting();
        services.AddStorage();
        services.AddSecurity(settings.Options, ListenAddress.Of(settings.Options));
        services.AddHealth();
        services.AddTelemetry();
        services.AddSingleton(p => new OpenConnections(p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ServerMetrics>()));
        services.AddSpeechEngines(settings);
        services.AddVoxNexus(settings);
        services.AddScripts();
        services.AddConversations();
        services.AddVoxta(settings);
        services.AddEstuary(settings);
        services.AddConsole();
        services.AddConsoleApi();
    }

    public static void MapParts(this WebApplication app)
    {
        app.UseSecurity();
        app.UseConsoleApi();
        app.UseConsole();
        app.UseApiNotFound();
        app.MapHealth();
        app.MapServerInfo();
        app.MapVoxNexus();
        app.MapVoxta();
        app.MapEstuary();
        app.MapConsoleApi();
    }
}
