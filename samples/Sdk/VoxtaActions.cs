using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Samples;

/// <summary>Tells the character where it is and what it may do, and hears what it does.</summary>
public static class VoxtaActions
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server, AutoSubscribe = false });
        var done = new TaskCompletionSource();
        using var actions = client.On<ActionInvoked>(e =>
        {
            Console.WriteLine($"AI triggered action: {e.Value}");
            foreach (var argument in e.Arguments ?? [])
            {
                Console.WriteLine($"  {argument.Name} = {argument.Value}");
            }

            done.TrySetResult();
        });

        var welcome = await client.ConnectAsync(cancellationToken);
        await client.StartChatAsync(welcome.Assistant.Id, cancellationToken: cancellationToken);
        await client.UpdateContextAsync(
            contextKey: "game_state",
            contexts: [new ContextDefinition { Name = "Location", Text = "The player is currently in the Dark Forest." }],
            setFlags: ["is_raining"],
            actions:
            [
                new FunctionDefinition
                {
                    Name = "play_happy_emote",
                    Description = "When {{ user }} shares good news.",
                    Timing = FunctionTiming.AfterUserMessage,
                    MatchFilter = ["happy|glad"],
                },
            ],
            cancellationToken: cancellationToken);
        await client.SendMessageAsync("I am so happy that I found the way out!", cancellationToken: cancellationToken);
        await done.Task.WaitAsync(cancellationToken);
    }
}
