using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Audio.Wav;
using Parley.Estuary;

namespace Parley.Samples;

/// <summary>
/// A voice session in both modes, with <c>hello.wav</c> for a microphone and <c>estuary.wav</c> for a speaker. On a machine with devices
/// it is <c>await using var session = await VoiceSession.OpenAsync(client);</c>
/// </summary>
public static class EstuaryVoiceSession
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        var characterId = await EstuaryChat.FirstCharacterAsync(server, cancellationToken);
        var microphone = new RealTimeSource(await Recording.OpenAsync(Path.Combine(folder, "hello.wav"), cancellationToken));
        var speaker = new RealTimeSink(WavSink.Create(Path.Combine(folder, "estuary.wav"), PcmFormat.Speech16K));

        await using var client = new EstuaryClient(new EstuaryClientOptions { ServerUrl = server, CharacterId = characterId, PlayerId = "user-123" });
        await client.ConnectAsync(cancellationToken);
        await using var session = new VoiceSession(client, microphone, speaker);
        await session.StartAsync(cancellationToken);

        // It goes on until it is stopped: here after the first answer.
        await AnsweredAsync(client, session, cancellationToken);
        await session.StopAsync();

        await using var key = new VoiceSession(
            client,
            await Recording.OpenAsync(Path.Combine(folder, "hello.wav"), cancellationToken),
            new RealTimeSink(new MemorySink(PcmFormat.Speech16K)),
            VoiceMode.PushToTalk,
            new VoiceSessionOptions { OnState = state => Console.WriteLine(state) });
        await key.StartAsync(cancellationToken);

        // The user presses the button, speaks, and releases it.
        await key.StartRecordingAsync(cancellationToken);
        await key.Recorder!.Completion.WaitAsync(cancellationToken);
        Console.WriteLine($"Understood: {await key.StopRecordingAsync(cancellationToken)}");
        await key.StopAsync();
    }

    private static async Task AnsweredAsync(EstuaryClient client, VoiceSession session, CancellationToken cancellationToken)
    {
        await foreach (var e in client.ReadEventsAsync(cancellationToken))
        {
            if (e is BotVoice { IsFinal: true })
            {
                break;
            }
        }

        await session.Player!.DrainAsync(cancellationToken);
    }
}
