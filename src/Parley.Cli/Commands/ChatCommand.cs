using System.CommandLine;
using Parley.Cli.Conversations;
using Parley.Voxta;

namespace Parley.Cli.Commands;

/// <summary><c>parley chat</c>: one line in, one answer out, on a terminal or in a pipe.</summary>
internal sealed class ChatCommand : Command
{
    private static readonly Option<string?> Character = new("--character", "-c") { Description = "Name or id, from 'parley characters list'; default: the server's", HelpName = "NAME" };

    public ChatCommand()
        : base("chat", "Chat with a character in the terminal")
    {
        Add(Character);
        Add(Via.Option);
        SetAction((parsed, cancellationToken) => parsed.IsEstuary()
            ? EstuaryChat.RunAsync(parsed, parsed.GetValue(Character), cancellationToken)
            : RunAsync(parsed, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Conversation, cancellationToken).ConfigureAwait(false);
        await using var client = new VoxtaClient(new VoxtaClientOptions
        {
            ServerUrl = server.Address,
            ApiKey = server.Key,
            ClientName = "parley chat",
            AutoSubscribe = false,
            Capabilities = new Parley.Voxta.Wire.ClientCapabilities(),
        });
        using var printer = new ReplyPrinter(parsed, client);
        await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var character = await CharacterChoice.FindAsync(client, parsed.GetValue(Character), cancellationToken).ConfigureAwait(false);
        await client.StartChatAsync(character, cancellationToken: cancellationToken).ConfigureAwait(false);
        var loop = new ChatLoop(
            parsed,
            async text =>
            {
                printer.Expect();
                await client.SendMessageAsync(text, cancellationToken: cancellationToken).ConfigureAwait(false);
                await printer.Answered.WaitAsync(cancellationToken).ConfigureAwait(false);
            },
            new("/retry", "another answer", async () =>
            {
                printer.Expect(heard: true);
                await client.RetryAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                await printer.Answered.WaitAsync(cancellationToken).ConfigureAwait(false);
            }),
            new("/revert", "take the last message back", () => client.RevertAsync(cancellationToken: cancellationToken)));
        return await loop.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
