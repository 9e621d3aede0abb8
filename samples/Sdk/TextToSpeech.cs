using Parley.VoxNexus;

namespace Parley.Samples;

/// <summary>A text becomes <c>hello.wav</c>.</summary>
public static class TextToSpeech
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var tts = new TextToSpeechClient(new TextToSpeechOptions { ServerUrl = server, VoiceId = "flite-slt" });
        await tts.ConnectAsync(cancellationToken);
        await using var speech = await tts.SynthesizeAsync("The weather is good today.", cancellationToken);
        await speech.SaveWavAsync(Path.Combine(folder, "hello.wav"), cancellationToken);
    }
}
