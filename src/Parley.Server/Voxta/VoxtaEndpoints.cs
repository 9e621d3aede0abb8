using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Conversation;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.Server.Speech;
using Parley.Server.Voxta.Audio;
using Parley.Server.Voxta.Devices;
using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Rest;

namespace Parley.Server.Voxta;

/// <summary>The Voxta face: <c>/hub</c>, <c>/ws/audio/input/stream</c> and <c>/api</c>.</summary>
internal static class VoxtaEndpoints
{
    public static IServiceCollection AddVoxta(this IServiceCollection services, ParleySettings settings)
    {
        services.TryAddSingleton(settings.Read<VoxtaOptions>("voxta"));
        services.TryAddSingleton(p => new SpeechClipStore(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ConnectionTokens>();
        services.AddSingleton<HubConnections>();
        services.AddSingleton<VoxtaApps>();
        services.AddSingleton<ServerOwnedSessions>();
        services.AddSingleton<UserInteractions>();
        services.AddSingleton<DeviceCodes>();
        services.AddSingleton<VoxtaServices>();
        services.AddSingleton<NegotiateEndpoint>();
        services.AddSingleton<HubEndpoint>();
        services.AddSingleton<MicrophoneEndpoint>();
        services.AddSingleton<SpeechClipEndpoint>();
        return services;
    }

    public static void MapVoxta(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var shared = services.GetRequiredService<VoxtaServices>();
        endpoints.MapPost("/hub/negotiate", services.GetRequiredService<NegotiateEndpoint>().HandleAsync);
        endpoints.MapGet("/hub", context => services.GetRequiredService<HubEndpoint>().HandleAsync(context, connection => new VoxtaApp(connection, shared, PlayerOf(context, connection.Caller))));
        endpoints.MapGet("/ws/audio/input/stream", services.GetRequiredService<MicrophoneEndpoint>().HandleAsync);
        endpoints.MapMethods("/api/tts/gens/{id}", [HttpMethods.Get, HttpMethods.Head], services.GetRequiredService<SpeechClipEndpoint>().HandleAsync).OpenToOrigins();
        endpoints.MapVoxtaRest();
    }

    /// <summary>The tenant's default player, or the one named by <c>?player=</c> (design §3).</summary>
    public static Player PlayerOf(HttpContext context, CallerIdentity caller)
    {
        var named = context.Request.Query["player"].ToString();
        return new Player(caller.Tenant, named.Length is > 0 and <= 200 ? new PlayerId(named) : PlayerId.Default);
    }

    /// <summary>The query that names the player again in a URL that is given to a client; empty for the default player.</summary>
    public static string PlayerQuery(Player player) => player.Id == PlayerId.Default ? "" : $"?player={Uri.EscapeDataString(player.Id.Value)}";
}
