using System.Net.WebSockets;
using System.Text;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Samples;

/// <summary>What goes over the wire, into <c>traffic.txt</c>, and what the client knows by then.</summary>
public static class VoxtaTraffic
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        var traffic = new StringBuilder();
        await using var client = new VoxtaClient(new VoxtaClientOptions
        {
            ServerUrl = server,
            AutoSubscribe = false,
            Tap = (direction, type, payload) =>
            {
                var text = type == WebSocketMessageType.Text ? Encoding.UTF8.GetString(payload) : $"{payload.Length} bytes";
                lock (traffic)
                {
                    traffic.Append(direction).Append(": ").AppendLine(text);
                }
            },
        });
        using var unknown = client.On<UnknownServerMessage>(e => Console.WriteLine($"Not known here: {e.Type}"));

        var welcome = await client.ConnectAsync(cancellationToken);
        await client.StartChatAsync(welcome.Assistant.Id, cancellationToken: cancellationToken);
        await client.InspectAsync(cancellationToken: cancellationToken);
        await client.StopChatAsync(cancellationToken: cancellationToken);
        Console.WriteLine($"session {client.SessionId}, last message {client.LastMessageId}, thinking {client.IsThinking}, speaking {client.IsSpeaking}");
        lock (traffic)
        {
            File.WriteAllText(Path.Combine(folder, "traffic.txt"), traffic.ToString());
        }
    }
}
