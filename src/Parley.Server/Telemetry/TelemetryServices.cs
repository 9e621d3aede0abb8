using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Parley.Server.Telemetry;

/// <summary>
/// Sends Parley's spans and figures by OTLP when the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; the other
/// <c>OTEL_…</c> variables hold as usual. Without it nothing is collected. The web server's own spans are left out: their URLs may hold keys.
/// </summary>
internal static class TelemetryServices
{
    private const string Sources = "Parley.*";

    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            return services;
        }

        services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(Sources)
            .AddOtlpExporter()
            .Build());
        services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(Sources)
            .AddOtlpExporter()
            .Build());
        return services;
    }

    /// <summary>Begins collecting, if there is anything to collect for. What is queued is sent when the services are disposed.</summary>
    public static void StartTelemetry(this IServiceProvider services)
    {
        services.GetService<TracerProvider>();
        services.GetService<MeterProvider>();
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService("parley", serviceVersion: ParleyVersion.Current);
}
