using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Samples;

/// <summary>Handlers in place of a loop, and a message written out field by field.</summary>
public static class VoxtaEvents
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server, AutoSubscribe = false });
        var asked = false;
        var answered = new TaskCompletionSource();
        using var starts = client.On<ChatStarted>(e => Console.WriteLine($"Chat with {e.Characters[0].Name} is ready"));
        using var texts = client.On<ReplyChunk>(e => Console.Write(e.Text));
        using var messages = client.On<MessageReceived>(e =>
        {
            if (asked && e.Role == ChatMessageRole.Assistant)
            {
                answered.TrySetResult();
            }

            asked |= e.Role == ChatMessageRole.User;
        });
        using var errors = client.On<ServerError>(e => answered.TrySetException(new InvalidOperationException(e.Message)));

        var welcome = await client.ConnectAsync(cancellationToken);
        await client.StartChatAsync(welcome.Assistant.Id, cancellationToken: cancellationToken);
        var message = new SendMessage
        {
            SessionId = client.SessionId,
            Text = "Hello Apex!",
            DoReply = true,
        };
        await client.SendAsync(message, cancellationToken);
        await answered.Task.WaitAsync(cancellationToken);
    }
}
