using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Parley.Server.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>, also <c>/api/health</c>: it can do its work and is not stopping,
/// else 503 with what is wrong. Neither needs a key.
/// </summary>
internal static class HealthEndpoints
{
    public static void AddHealth(this IServiceCollection services) => services.AddSingleton<IReadinessCheck, StorageReadiness>();

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var run = endpoints.ServiceProvider.GetRequiredService<ServerRun>();
        var checks = endpoints.ServiceProvider.GetServices<IReadinessCheck>().ToArray();
        var lifetime = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();

        endpoints.MapGet("/health/live", (RequestDelegate)(context => AnswerAsync(context, run, "ok", [])));
        endpoints.MapGet("/health/ready", (RequestDelegate)ReadyAsync);
        endpoints.MapGet("/api/health", (RequestDelegate)ReadyAsync);

        async Task ReadyAsync(HttpContext context)
        {
            Dictionary<string, string> problems = [];
            foreach (var check in checks)
            {
                if (await check.FindProblemAsync(context.RequestAborted).ConfigureAwait(false) is { } problem)
                {
                    problems[check.Name] = problem;
                }
            }

            var status = lifetime.ApplicationStopping.IsCancellationRequested ? "stopping" : problems.Count > 0 ? "unready" : "ok";
            await AnswerAsync(context, run, status, problems).ConfigureAwait(false);
        }
    }

    private static async Task AnswerAsync(HttpContext context, ServerRun run, string status, Dictionary<string, string> problems)
    {
        context.Response.StatusCode = status == "ok" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("status"u8, status);
        writer.WriteString("version"u8, ParleyVersion.Current);
        writer.WriteString("instance"u8, run.Instance);
        if (problems.Count > 0)
        {
            writer.WriteStartObject("problems"u8);
            foreach (var (name, problem) in problems)
            {
                writer.WriteString(name, problem);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
