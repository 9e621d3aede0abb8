using System.CommandLine;
using Parley.Estuary;

namespace Parley.Cli.Conversations;

/// <summary><c>parley chat --via estuary</c>: the conversation of the character and the player goes on where it was left.</summary>
internal static class EstuaryChat
{
    public static async Task<int> RunAsync(ParseResult parsed, string? character, CancellationToken cancellationToken)
    {
        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Conversation, cancellationToken).ConfigureAwait(false);
        var (client, name) = await EstuaryCaller.CreateAsync(server, character, hears: false, cancellationToken).ConfigureAwait(false);
        await using var _ = client.ConfigureAwait(false);
        using var printer = new EstuaryPrinter(parsed, client, name);
        await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var loop = new ChatLoop(parsed, async text =>
        {
            await printer.Connected.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                printer.Expect();
                await client.SendTextAsync(text, textOnly: true, cancellationToken).ConfigureAwait(false);
                await printer.Answered.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or EstuaryException { Code: EstuaryErrorCodes.NotConnected })
            {
                // This answer is lost; the chat goes on with the next connection.
                parsed.InvocationConfiguration.Error.WriteLine($"parley: {error.Message}");
            }
        });
        return await loop.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
