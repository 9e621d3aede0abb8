using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Server.Settings;
using Parley.Server.Speech;
using Parley.Speech;

namespace Parley.Cli.Commands;

/// <summary><c>parley doctor</c>: what can run here, and the one command that would make the rest run.</summary>
internal sealed class DoctorCommand : Command
{
    public DoctorCommand()
        : base("doctor", "Say what works on this machine, and what would make the rest work") => SetAction(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var data = parsed.FindData();
        var settings = ParleySettings.Load(data.SettingsFile, Environment.GetEnvironmentVariables(), []);
        await using var engines = SpeechServices.Create(settings, loggerFactory: null, TimeProvider.System);
        EngineReport[] reports =
        [
            .. MachineReport.Inspect(),
            .. await engines.InspectAsync(cancellationToken).ConfigureAwait(false),
        ];

        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(GlobalOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(reports, DoctorJson.Default.EngineReportArray));
        }
        else
        {
            Write(output, reports);
        }

        // A server needs its storage, one engine to hear and one to speak; all others are a choice.
        string[] needed = ["storage", "recognition", "synthesis"];
        return needed.All(job => reports.Any(r => r.Job == job && r.IsAvailable)) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Write(TextWriter output, EngineReport[] reports)
    {
        foreach (var job in reports.GroupBy(r => r.Job))
        {
            output.WriteLine(job.Key);
            foreach (var report in job)
            {
                output.WriteLine($"  {(report.IsAvailable ? "ok     " : "missing")}  {report.Id,-14} {(report.IsAvailable ? report.Version : report.Problem)}");
                if (report.Remedy is not null)
                {
                    output.WriteLine($"           {"",-14} → {report.Remedy}");
                }
            }
        }
    }
}

/// <summary>Its form for machines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EngineReport[]))]
internal sealed partial class DoctorJson : JsonSerializerContext;
