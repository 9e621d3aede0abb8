using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Estuary;

namespace Parley.Samples;

/// <summary>Speaks <c>hello.wav</c> to a character as raw audio, and follows everything that comes of it: for apps that play audio themselves.</summary>
public static class EstuaryVoice
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        var options = new EstuaryClientOptions
        {
            ServerUrl = server,
            CharacterId = await EstuaryChat.FirstCharacterAsync(server, cancellationToken),
            PlayerId = "user-123",
            VoiceTransport = VoiceTransport.WebSocket,
        };
        await using var client = new EstuaryClient(options);
        using var started = client.On<VoiceStarted>(_ => Console.WriteLine("Voice session started"));
        using var stopped = client.On<VoiceStopped>(_ => Console.WriteLine("Voice session stopped"));
        using var hearing = client.On<SttResponse>(response =>
        {
            if (response.IsFinal)
            {
                Console.WriteLine($"User said: {response.Text}");
            }
            else
            {
                // Interim transcription: useful for live captions.
                Console.WriteLine($"Hearing: {response.Text}");
            }
        });
        using var answering = client.On<BotResponse>(response =>
        {
            if (response.IsFinal)
            {
                Console.WriteLine($"Bot: {response.Text}");
            }
        });
        using var errors = client.On<ErrorReceived>(e => Console.WriteLine($"Error: {e.Error.Message}"));
        var last = new TaskCompletionSource<string>();
        using var speaking = client.On<BotVoice>(voice =>
        {
            Console.WriteLine($"Audio chunk {voice.ChunkIndex} for message {voice.MessageId}");
            if (voice.IsFinal)
            {
                Console.WriteLine("Last audio chunk received");
                last.TrySetResult(voice.MessageId);
            }
        });

        await client.ConnectAsync(cancellationToken);
        await client.StartVoiceAsync(VoiceMode.Continuous, cancellationToken);
        await using var microphone = new RealTimeSource(await Recording.OpenAsync(Path.Combine(folder, "hello.wav"), cancellationToken));
        var samples = new short[1_600];
        var bytes = new byte[2 * samples.Length];
        int count;
        while ((count = await microphone.ReadAsync(samples, cancellationToken)) > 0)
        {
            var length = Pcm16.ToBytes(samples.AsSpan(0, count), bytes);
            await client.SendAudioAsync(bytes.AsMemory(0, length), cancellationToken);
        }

        // Once the audio has been played:
        client.NotifyAudioPlaybackComplete(await last.Task.WaitAsync(cancellationToken));

        client.ToggleMute();
        Console.WriteLine($"Muted: {client.IsMuted}");
        await client.StopVoiceAsync(cancellationToken);
    }
}
