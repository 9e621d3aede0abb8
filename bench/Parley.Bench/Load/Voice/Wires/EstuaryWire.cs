using System.Text;
using Parley.Conversation.Characters;

namespace Parley.Bench.Load.Voice.Wires;

/// <summary>The Estuary face: base64 in JSON both ways on one Socket.IO connection.</summary>
/// <param name="confirmsPlayback">Whether an answer is reported as heard as soon as it is here whole, so that the next turn can begin.</param>
internal sealed class EstuaryWire(bool confirmsPlayback = false) : VoiceWire
{
    private static readonly byte[] Pong = Text("3");

    /// <summary>Says something in writing that is answered by voice.</summary>
    public static byte[] Say { get; } = Text("""42/sdk,["text",{"text":"tell me about the park","textOnly":false}]""");

    /// <summary>Says that an answer has been heard to its end.</summary>
    public static byte[] PlaybackComplete(string messageId) => Text($$"""42/sdk,["audio_playback_complete",{"message_id":"{{messageId}}"}]""");

    public override async Task<(LightWebSocket Events, LightWebSocket Microphone)> ConnectAsync(Uri server, string player, bool listens, CancellationToken cancellationToken)
    {
        var socket = await LightWebSocket.ConnectAsync(new Uri(server, "/socket.io/?EIO=4&transport=websocket"), cancellationToken, LightWebSocket.MiddleBuffer);
        try
        {
            await socket.ReceiveAsync(cancellationToken);
            await socket.SendAsync(
                Text($$"""40/sdk,{"api_key":"est_bench","character_id":"{{BuiltInCharacters.DefaultId}}","player_id":"{{player}}","audio_sample_rate":16000}"""), cancellationToken);
            Expect((await socket.ReceiveAsync(cancellationToken)).Span, "40/sdk,{"u8);
            Expect((await socket.ReceiveAsync(cancellationToken)).Span, "42/sdk,[\"session_info\""u8);
            if (listens)
            {
                await socket.SendAsync(Text("42/sdk,[\"start_voice\"]"), cancellationToken);
                Expect((await socket.ReceiveAsync(cancellationToken)).Span, "42/sdk,[\"voice_started\""u8);
            }

            return (socket, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override byte[] Packet(byte[] pcm) => Text($$"""42/sdk,["stream_audio",{"audio":"{{Convert.ToBase64String(pcm)}}"}]""");

    public override byte[] Answer(ReadOnlySpan<byte> payload, VoiceEvent? told) =>
        payload.SequenceEqual("2"u8) ? Pong
            : confirmsPlayback && told is { Name: VoiceEvent.Voice, IsFinal: true } ? PlaybackComplete(told.Value.MessageId)
            : [];

    public override VoiceEvent? Parse(ReadOnlySpan<byte> payload, long at)
    {
        if (!payload.StartsWith("42/sdk,[\""u8))
        {
            return null;
        }

        payload = payload[9..];
        var name = payload[..payload.IndexOf((byte)'"')];
        if (name.SequenceEqual("bot_voice"u8))
        {
            var audio = Field(payload, "\"audio\":\""u8);
            var bytes = (audio.Length / 4 * 3) - (audio.EndsWith("=="u8) ? 2 : audio.EndsWith("="u8) ? 1 : 0);
            payload = payload[(payload.IndexOf(audio) + audio.Length)..];
            return new VoiceEvent(VoiceEvent.Voice, at, Encoding.ASCII.GetString(Field(payload, "\"message_id\":\""u8)), bytes / 2, payload.IndexOf("\"is_final\":true"u8) >= 0);
        }

        if (name.SequenceEqual("interrupt"u8))
        {
            return new VoiceEvent(VoiceEvent.Interrupt, at, Encoding.ASCII.GetString(Field(payload, "\"message_id\":\""u8)), 0, true);
        }

        return name.SequenceEqual("stt_response"u8) ? new VoiceEvent(VoiceEvent.Transcript, at, "", 0, payload.IndexOf("\"is_final\":true"u8) >= 0)
            : name.SequenceEqual("error"u8) || name.SequenceEqual("voice_error"u8) || name.SequenceEqual("quota_exceeded"u8)
                ? throw new InvalidOperationException("The server said: " + Encoding.UTF8.GetString(payload))
                : null;
    }

    private static byte[] Text(string packet) => LightWebSocket.Frame(Encoding.UTF8.GetBytes(packet), text: true);
}
