using Parley.Audio;
using Parley.Estuary;

namespace Parley.Samples;

/// <summary>Push-to-talk with raw audio: what is said between two keystrokes is one turn.</summary>
public static class EstuaryPushToTalk
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var client = new EstuaryClient(new EstuaryClientOptions { ServerUrl = server, CharacterId = await EstuaryChat.FirstCharacterAsync(server, cancellationToken), PlayerId = "user-456" });
        var answer = new TaskCompletionSource<string>();
        using var answering = client.On<BotResponse>(response =>
        {
            if (response.IsFinal)
            {
                answer.TrySetResult(response.Text);
            }
        });
        await client.ConnectAsync(cancellationToken);
        await client.StartVoiceAsync(VoiceMode.PushToTalk, cancellationToken);

        // The user presses the button.
        await client.StartRecordingAsync(cancellationToken);
        await using var microphone = await Recording.OpenAsync(Path.Combine(folder, "hello.wav"), cancellationToken);
        var samples = new short[320];
        var bytes = new byte[2 * samples.Length];
        int count;
        while ((count = await microphone.ReadAsync(samples, cancellationToken)) > 0)
        {
            var length = Pcm16.ToBytes(samples.AsSpan(0, count), bytes);
            await client.SendAudioAsync(bytes.AsMemory(0, length), cancellationToken);
        }

        // The user releases the button, which ends the turn.
        if (await client.StopRecordingAsync(cancellationToken))
        {
            Console.WriteLine($"Bot: {await answer.Task.WaitAsync(cancellationToken)}");
        }

        await client.StopVoiceAsync(cancellationToken);
    }
}
