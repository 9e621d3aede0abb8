using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Server.Info;

/// <summary><c>GET /api/server</c>.</summary>
internal static class ServerInfoEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapServerInfo(this IEndpointRouteBuilder endpoints)
    {
        var authenticator = endpoints.ServiceProvider.GetRequiredService<Authenticator>();
        endpoints.MapGet("/api/server", (RequestDelegate)(async context =>
        {
            var outcome = authenticator.Authenticate(context, KeyCarriers.Any, KeyScopes.None);
            if (outcome.Succeeded)
            {
                var info = await DescribeAsync(context.RequestServices, outcome.Identity, context.RequestAborted).ConfigureAwait(false);
                await context.Response.WriteAsJsonAsync(info, ServerInfoJson.Default.ServerInfo, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            }
            else
            {
                await Refusal.WriteAsync(context, outcome).ConfigureAwait(false);
            }
        }));
    }

    private static async Task<ServerInfo> DescribeAsync(IServiceProvider services, CallerIdentity caller, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<ParleyOptions>();
        var engines = services.GetRequiredService<ISpeechEngines>();
        return new ServerInfo
        {
            Version = ParleyVersion.Current,
            Tenant = caller.Tenant.Value,
            KeysRequired = services.GetRequiredService<Authenticator>().KeysRequired,
            Engines = await EnginesInUse.FindAsync(engines, options, cancellationToken).ConfigureAwait(false),
            DefaultVoice = engines.Voices.Count > 0 ? engines.DefaultVoice.Id : null,
            Voices = engines.Voices.Count,
            Replies = options.Llm?.Host ?? "scripted",
        };
    }
}
