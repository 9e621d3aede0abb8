using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Server;
using Parley.Server.Info;
using Parley.Server.Scripts;
using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Cli.Commands;

/// <summary><c>parley up</c>: runs the server until it is told to stop.</summary>
internal sealed class UpCommand : Command
{
    private static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Log what the server does" };

    private readonly SettingOptions _settings = new();

    public UpCommand()
        : base("up", "Start the server")
    {
        Aliases.Add("serve");
        _settings.AddTo(this);
        Add(Verbose);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var data = parsed.FindData();
        var settings = ParleySettings.Load(data.SettingsFile, Environment.GetEnvironmentVariables(), _settings.Read(parsed));
        await using var server = ParleyHost.Build(data, settings, builder =>
        {
            builder.Logging.SetMinimumLevel(parsed.GetValue(Verbose) ? LogLevel.Debug : LogLevel.Warning).AddSimpleConsoleOnStandardError();
            builder.Services.AddScriptChild();
        });
        await server.StartAsync(cancellationToken).ConfigureAwait(false);

        var engines = await EnginesInUse.FindAsync(server.Services.GetRequiredService<ISpeechEngines>(), settings.Options, cancellationToken).ConfigureAwait(false);
        UpReport.Write(parsed, server, engines);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, server.Stopping);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Token.Register(() => stopped.TrySetResult()).ConfigureAwait(false);
        await stopped.Task.ConfigureAwait(false);
        await server.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return ExitCodes.Done;
    }
}
