using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
    }

    /// <summary>
    /// What no face knows under <c>/api</c> does not exist, and says so in JSON. A step and no endpoint: an endpoint for every path would
    /// take requests from those that choose by content type.
    /// </summary>
    public static void UseApiNotFound(this IApplicationBuilder app) => app.Use(next => context =>
        context.GetEndpoint() is null && context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            ? Refusal.WriteAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "There is no such endpoint.")
            : next(context));
}
