using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.Server.Traffic;
using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.SpeechToText;
using Parley.Server.VoxNexus.TextToSpeech;
using Parley.Server.VoxNexus.Voices;
using Parley.Speech;

namespace Parley.Server.VoxNexus;

/// <summary>The VoxNexus face: speech over <c>/v1</c>.</summary>
internal static class VoxNexusEndpoints
{
    /// <exception cref="SettingsException">The settings' <c>voxNexus</c> section holds a value out of range.</exception>
    public static IServiceCollection AddVoxNexus(this IServiceCollection services, ParleySettings settings)
    {
        services.TryAddSingleton(settings.Read<VoxNexusOptions>("voxNexus"));
        services.AddSingleton<ShortLivedTokens>();
        services.AddSingleton<Access>();
        services.AddSingleton<LiveSessions>();
        return services;
    }

    public static void MapVoxNexus(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Parley.Server.VoxNexus");
        var routes = new Routes(endpoints, services.GetRequiredService<Access>(), log);
        var options = services.GetRequiredService<VoxNexusOptions>();
        var time = services.GetRequiredService<TimeProvider>();

        routes.MapUpgrade("/v1/tts/realtime", Socket(services, log, Faces.VoxNexusTextToSpeech, (http, context) => new TextToSpeechSession(context, Engines(http))).HandleAsync);
        routes.MapUpgrade("/v1/stt/realtime", Socket(services, log, Faces.VoxNexusSpeechToText, (http, context) => new SpeechToTextSession(context, Engines(http))).HandleAsync);
        routes.Map(HttpMethods.Post, "/v1/tts", request => new SpeechEndpoint(Engines(request.Http), options, time).HandleAsync(request));
        routes.Map(HttpMethods.Post, "/v1/stt", request => new TranscriptionEndpoint(Engines(request.Http), options, time).HandleAsync(request));
        routes.Map(HttpMethods.Get, "/v1/voices", request => VoiceEndpoints.ListAsync(request, Engines(request.Http)));
        routes.Map(HttpMethods.Get, "/v1/voices/{id}", request => VoiceEndpoints.ShowAsync(request, Engines(request.Http)));
        routes.Map(HttpMethods.Get, "/v1/models", request => ModelsEndpoint.ListAsync(request, Engines(request.Http)));
        routes.Map(HttpMethods.Get, "/samples/{**path}", request => new SampleEndpoint(Engines(request.Http), options, time).HandleAsync(request));
        routes.Map(HttpMethods.Post, "/v1/tokens", request => TokenEndpoint.CreateAsync(request, services.GetRequiredService<ShortLivedTokens>(), options));
        routes.MapNotFound("/v1/{**path}");
    }

    private static SocketEndpoint Socket(IServiceProvider services, ILogger log, string face, Func<HttpContext, ConnectionContext, Session> create) => new(
        face,
        services.GetRequiredService<Access>(),
        services.GetRequiredService<ConnectionLimiter>(),
        services.GetRequiredService<OpenConnections>(),
        services.GetRequiredService<LiveSessions>(),
        services.GetRequiredService<VoxNexusOptions>(),
        services.GetRequiredService<TimeProvider>(),
        log,
        create);

    private static ISpeechEngines Engines(HttpContext http) => http.RequestServices.GetRequiredService<ISpeechEngines>();
}
