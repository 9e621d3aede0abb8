using Parley.Estuary;

namespace Parley.Samples;

/// <summary>Text with a character: an answer as it comes, a whole one, a line to be spoken, and what is remembered of the player.</summary>
public static class EstuaryChat
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var client = new EstuaryClient(new EstuaryClientOptions { ServerUrl = server, CharacterId = await FirstCharacterAsync(server, cancellationToken), PlayerId = "user-123" });
        using var pieces = client.On<BotResponse>(response => Console.Write(response.IsFinal ? "\n" : response.Partial));
        var session = await client.ConnectAsync(cancellationToken);
        Console.WriteLine($"Conversation {session.ConversationId}");
        var answer = await client.SendTextAndWaitAsync("Hello, how are you?", textOnly: true, cancellationToken: cancellationToken);
        Console.WriteLine($"Bot: {answer.Text}");
        await client.SayLineAsync("Welcome back.", textOnly: true, cancellationToken);
        foreach (var memory in (await client.Memory.ListAsync(cancellationToken: cancellationToken)).Memories)
        {
            Console.WriteLine($"Remembers: {memory.Content}");
        }
    }

    /// <summary>The first of the server's characters; with the original service it is your own character's id.</summary>
    internal static async Task<string> FirstCharacterAsync(Uri server, CancellationToken cancellationToken)
    {
        using var characters = new CharacterClient(server);
        return (await characters.ListAsync(cancellationToken: cancellationToken)).Characters[0].Id;
    }
}
