using System.CommandLine;
using System.CommandLine.Invocation;
using Parley.Cli.Commands;

namespace Parley.Cli;

/// <summary>The <c>parley</c> command: parses the words, runs one command, turns its end into an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words after <c>parley</c>.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Diagnostics.</param>
    /// <param name="cancellationToken">Ends it like Ctrl+C.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var result = Build().Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // Signals are ours: a server drains for longer than this library would wait.
            ProcessTerminationTimeout = null,
        };
        if (result.Action is ParseErrorAction mistake)
        {
            mistake.ShowHelp = false;
            await result.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        using var termination = new Termination(cancellationToken);
        try
        {
            return await result.InvokeAsync(configuration, termination.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Failure.Report(exception, error, termination.Token);
        }
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Real-time voice conversation on your own machine.")
        {
            GlobalOptions.Server,
            GlobalOptions.KeyFile,
            GlobalOptions.Data,
            GlobalOptions.Json,
            new UpCommand(),
            new SayCommand(),
            new TranscribeCommand(),
            new CaptionsCommand(),
            new ChatCommand(),
            new TalkCommand(),
            new CharactersCommand(),
            new ScenariosCommand(),
            new SessionsCommand(),
            new VoicesCommand(),
            new DevicesCommand(),
            new KeysCommand(),
            new DoctorCommand(),
        };
        return root;
    }
}
