using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Data;
using Parley.Server.Security;
using Parley.Server.Voxta.Devices;
using Parley.Speech;

namespace Parley.Server.Voxta.Rest;

/// <summary>The REST calls of the face (specification §5).</summary>
internal static class VoxtaRest
{
    public static void MapVoxtaRest(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var routes = new RestRoutes(endpoints, services.GetRequiredService<Authenticator>(), services.GetRequiredService<VoxtaServices>());
        ChatCalls.Map(routes);
        new CharacterCalls(new CharacterAssets(services.GetRequiredService<DataDirectory>())).Map(routes);
        VisionCalls.Map(routes);
        SessionCalls.Map(routes);
        new ServerCalls(services.GetRequiredService<ISpeechEngines>()).Map(routes);
        new DeviceCalls(
            services.GetRequiredService<DeviceCodes>(),
            services.GetRequiredService<IKeyStore>(),
            services.GetRequiredService<FailureLimiter>(),
            services.GetRequiredService<Authenticator>()).Map(routes);
        routes.MapNotFound("/api/{**path}");
    }
}
