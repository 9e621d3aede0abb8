using System.CommandLine;
using Parley.Cli.Output;

namespace Parley.Cli.Conversations;

/// <summary><c>parley chat --via estuary</c>: the conversation of the character and the player goes on where it was left.</summary>
internal static class EstuaryChat
{
    private const string Help = "/quit  end (also Ctrl+D)";

    public static async Task<int> RunAsync(ParseResult parsed, string? character, CancellationToken cancellationToken)
    {
        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Conversation, cancellationToken).ConfigureAwait(false);
        var (client, name) = await EstuaryCaller.CreateAsync(server, character, hears: false, cancellationToken).ConfigureAwait(false);
        await using var _ = client.ConfigureAwait(false);
        using var printer = new EstuaryPrinter(parsed, client, name);
        await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var isTerminal = parsed.ShowsDiagnostics() && !Console.IsInputRedirected;
        var error = parsed.InvocationConfiguration.Error;
        if (isTerminal)
        {
            error.WriteLine($"parley: {Help}");
        }

        while (await InputLines.ReadAsync(isTerminal ? error : null, cancellationToken).ConfigureAwait(false) is { } line)
        {
            switch (line.Trim())
            {
                case "":
                    break;
                case "/quit":
                    return ExitCodes.Done;
                case "/help":
                    error.WriteLine($"parley: {Help}");
                    break;
                case ['/', ..]:
                    error.WriteLine($"parley: there is no command {line.Trim()}. {Help}");
                    break;
                case var text:
                    printer.Expect();
                    await client.SendTextAsync(text, textOnly: true, cancellationToken).ConfigureAwait(false);
                    await printer.Answered.WaitAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }
        }

        return ExitCodes.Done;
    }
}
