using System.CommandLine;
using Parley.Cli.Output;

namespace Parley.Cli.Conversations;

/// <summary>A typed conversation, whatever the protocol: each line is said, one that begins with a slash is a command.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="sayAsync">Says a line and waits for the answer.</param>
/// <param name="commands">The protocol's own commands; /help and /quit come with the loop.</param>
internal sealed class ChatLoop(ParseResult parsed, Func<string, Task> sayAsync, params ChatLoop.SlashCommand[] commands)
{
    /// <summary>A command of the conversation.</summary>
    /// <param name="Name">With its slash.</param>
    /// <param name="Does">What it does, for the help line.</param>
    /// <param name="RunAsync">Does it.</param>
    public sealed record SlashCommand(string Name, string Does, Func<Task> RunAsync);

    private readonly string _help = string.Join(" · ", commands.Select(c => $"{c.Name}  {c.Does}").Append("/quit  end (also Ctrl+D)"));

    private TextWriter Error => parsed.InvocationConfiguration.Error;

    /// <summary>Runs until /quit or the end of the input.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var isTerminal = parsed.ShowsDiagnostics() && !Console.IsInputRedirected;
        if (isTerminal)
        {
            Error.WriteLine($"parley: {_help}");
        }

        while (await InputLines.ReadAsync(isTerminal ? Error : null, cancellationToken).ConfigureAwait(false) is { } line)
        {
            switch (line.Trim())
            {
                case "":
                    break;
                case "/quit":
                    return ExitCodes.Done;
                case "/help":
                    Error.WriteLine($"parley: {_help}");
                    break;
                case ['/', ..] words:
                    await CommandAsync(words).ConfigureAwait(false);
                    break;
                case var text:
                    await sayAsync(text).ConfigureAwait(false);
                    break;
            }
        }

        return ExitCodes.Done;
    }

    private async Task CommandAsync(string words)
    {
        if (Array.Find(commands, c => c.Name == words) is { } command)
        {
            await command.RunAsync().ConfigureAwait(false);
            return;
        }

        Error.WriteLine($"parley: there is no command {words}. {_help}");
    }
}
