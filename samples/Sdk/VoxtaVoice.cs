using System.Runtime.InteropServices;
using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Audio.Wav;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Samples;

/// <summary>Speaks <c>hello.wav</c> to a character and keeps its voice in <c>voxta.wav</c>.</summary>
public static class VoxtaVoice
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server, AutoSubscribe = false });
        await using var audio = new VoxtaAudioClient(new VoxtaAudioClientOptions { ServerUrl = server });
        var heard = new TaskCompletionSource();
        using var speech = client.On<SpeechRecognitionEnd>(e => Console.WriteLine($"You: {e.Text}"));
        var voice = new AudioQueue(PcmFormat.Speech16K, TimeSpan.FromMinutes(1));
        using var listening = audio.OnAudio(pcm =>
        {
            voice.Push(MemoryMarshal.Cast<byte, short>(pcm.Span));
            heard.TrySetResult();
        });

        // One negotiation for both connections binds the audio to the client's chat.
        var negotiation = await client.NegotiateAsync(cancellationToken);
        var welcome = await client.ConnectAsync(negotiation, cancellationToken);
        await audio.ConnectAsync(negotiation, cancellationToken);
        await client.StartChatAsync(welcome.Assistant.Id, cancellationToken: cancellationToken);
        await using var microphone = new RealTimeSource(await Recording.OpenAsync(Path.Combine(folder, "hello.wav"), cancellationToken));
        await audio.SendAudioAsync(microphone, cancellationToken);
        await heard.Task.WaitAsync(cancellationToken);
        await audio.CloseAsync(cancellationToken);
        voice.Complete();

        await using var file = WavWriter.Create(Path.Combine(folder, "voxta.wav"), PcmFormat.Speech16K);
        var samples = new short[1_600];
        int count;
        while ((count = await voice.ReadAsync(samples, cancellationToken)) > 0)
        {
            await file.WriteAsync(samples.AsMemory(0, count), cancellationToken);
        }
    }
}
