using System.Text;

namespace Parley.Bench.Load.Voice.Wires;

/// <summary>The VoxNexus face: speech to text, base64 in JSON.</summary>
internal sealed class VoxNexusWire : VoiceWire
{
    public override async Task<(LightWebSocket Events, LightWebSocket Microphone)> ConnectAsync(Uri server, string player, bool listens, CancellationToken cancellationToken)
    {
        var socket = await LightWebSocket.ConnectAsync(new Uri(server, "/v1/stt/realtime"), cancellationToken, LightWebSocket.SmallBuffer);
        try
        {
            await socket.SendAsync(LightWebSocket.Frame("""{"type":"init","format":"pcm","sample_rate":16000}"""u8, text: true), cancellationToken);
            Expect((await socket.ReceiveAsync(cancellationToken)).Span, "\"type\":\"ready\""u8);
            return (socket, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override byte[] Packet(byte[] pcm) =>
        LightWebSocket.Frame(Encoding.ASCII.GetBytes($$"""{"type":"audio","data":"{{Convert.ToBase64String(pcm)}}"}"""), text: true);

    public override VoiceEvent? Parse(ReadOnlySpan<byte> payload, long at) =>
        payload.IndexOf("\"type\":\"transcript\""u8) >= 0 ? new VoiceEvent(VoiceEvent.Transcript, at, "", 0, payload.IndexOf("\"is_final\":true"u8) >= 0)
            : payload.IndexOf("\"type\":\"error\""u8) >= 0 ? throw new InvalidOperationException("The server said: " + Encoding.UTF8.GetString(payload))
            : null;
}
