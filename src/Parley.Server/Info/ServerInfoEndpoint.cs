using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Server.Info;

/// <summary><c>GET /api/server</c>.</summary>
public static class ServerInfoEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    internal static void MapServerInfo(this IEndpointRouteBuilder endpoints)
    {
        var authenticator = endpoints.ServiceProvider.GetRequiredService<Authenticator>();
        endpoints.MapGet("/api/server", (RequestDelegate)(async context =>
        {
            var outcome = authenticator.Authenticate(context, KeyCarriers.Any, KeyScopes.None);
            if (outcome.Succeeded)
            {
                await context.Response.WriteAsJsonAsync(Describe(context.RequestServices, outcome.Identity), ServerInfoJson.Default.ServerInfo, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            }
            else
            {
                await Refusal.WriteAsync(context, outcome).ConfigureAwait(false);
            }
        }));
    }

    /// <summary>Describes a server to one caller.</summary>
    public static ServerInfo Describe(IServiceProvider services, CallerIdentity caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var engines = services.GetRequiredService<ISpeechEngines>();
        return new ServerInfo
        {
            Version = ParleyVersion.Current,
            Tenant = caller.Tenant.Value,
            KeysRequired = services.GetRequiredService<Authenticator>().KeysRequired,
            Recognizer = engines.Recognizer.Id,
            DefaultVoice = engines.Voices.Count > 0 ? engines.DefaultVoice.Id : null,
            Voices = engines.Voices.Count,
            Replies = services.GetRequiredService<ParleyOptions>().Llm?.Host ?? "scripted",
        };
    }
}
