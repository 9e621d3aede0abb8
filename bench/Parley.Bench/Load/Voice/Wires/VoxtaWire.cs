using System.Text;
using Parley.Conversation.Characters;

namespace Parley.Bench.Load.Voice.Wires;

/// <summary>The Voxta face: a chat on the hub, and raw PCM to the microphone's socket of its session.</summary>
internal sealed class VoxtaWire : VoiceWire
{
    public override async Task<(LightWebSocket Events, LightWebSocket Microphone)> ConnectAsync(Uri server, string player, bool listens, CancellationToken cancellationToken)
    {
        var hub = await LightWebSocket.ConnectAsync(new Uri(server, "/hub?player=" + player), cancellationToken, LightWebSocket.MiddleBuffer);
        try
        {
            await hub.SendAsync(HubEcho.Handshake, cancellationToken);
            Expect((await hub.ReceiveAsync(cancellationToken)).Span, "{}"u8);
            await hub.SendAsync(
                HubEcho.Record("""{"type":1,"invocationId":"1","target":"SendMessage","arguments":[{"$type":"authenticate","client":"bench","clientVersion":"1.0","scope":["role:app"],"capabilities":{"audioInput":"WebSocketStream","audioOutput":"None","features":["no-auto-session"]}}]}"""),
                cancellationToken);
            await ReceiveAsync(hub, "\"$type\":\"welcome\"", cancellationToken);
            await hub.SendAsync(
                HubEcho.Record($$"""{"type":1,"invocationId":"2","target":"SendMessage","arguments":[{"$type":"startChat","characterId":"{{BuiltInCharacters.DefaultId}}"}]}"""), cancellationToken);
            var started = await ReceiveAsync(hub, "\"$type\":\"chatStarted\"", cancellationToken);

            // The greeting is over.
            await ReceiveAsync(hub, "\"state\":\"WaitingForUserInput\"", cancellationToken);
            var session = started[(started.IndexOf("\"sessionId\":\"", StringComparison.Ordinal) + 13)..][..36];
            var microphone = await LightWebSocket.ConnectAsync(new Uri(server, $"/ws/audio/input/stream?sessionId={session}&player={player}"), cancellationToken, LightWebSocket.SmallBuffer);
            return (hub, microphone);
        }
        catch
        {
            hub.Dispose();
            throw;
        }
    }

    public override byte[] Packet(byte[] pcm) => LightWebSocket.Frame(pcm, text: false);

    public override VoiceEvent? Parse(ReadOnlySpan<byte> payload, long at) =>
        payload.IndexOf("\"$type\":\"speechRecognitionEnd\""u8) >= 0 ? new VoiceEvent(VoiceEvent.Transcript, at, "", 0, true)
            : payload.IndexOf("\"$type\":\"chatSessionError\""u8) >= 0 || payload.IndexOf("\"$type\":\"error\""u8) >= 0
                ? throw new InvalidOperationException("The server said: " + Encoding.UTF8.GetString(payload))
                : null;

    private static async Task<string> ReceiveAsync(LightWebSocket hub, string part, CancellationToken cancellationToken)
    {
        while (true)
        {
            var records = Encoding.UTF8.GetString((await hub.ReceiveAsync(cancellationToken)).Span);
            if (records.Contains(part, StringComparison.Ordinal))
            {
                return records[records.IndexOf(part, StringComparison.Ordinal)..];
            }
        }
    }
}
