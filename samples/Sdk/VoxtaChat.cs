using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Samples;

/// <summary>One message to a character, and its reply as it comes.</summary>
public static class VoxtaChat
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server, AutoSubscribe = false });
        var events = client.ReadEventsAsync(cancellationToken);
        var welcome = await client.ConnectAsync(cancellationToken);
        await client.StartChatAsync(welcome.Assistant.Id, cancellationToken: cancellationToken);
        await client.SendMessageAsync("Hello, how are you?", cancellationToken: cancellationToken);
        Guid? asked = null;
        await foreach (var e in events)
        {
            switch (e)
            {
                case MessageUpdated { Text: not null } message when message.Role == ChatMessageRole.User:
                    asked = message.MessageId;
                    break;
                case ReplyChunk chunk:
                    Console.Write(chunk.Text);
                    break;
                case ReplyEnd:
                    Console.WriteLine();
                    if (asked is not null)
                    {
                        return;
                    }

                    break;
            }
        }
    }
}
