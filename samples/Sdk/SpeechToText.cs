using Parley.Audio.Wav;
using Parley.VoxNexus;

namespace Parley.Samples;

/// <summary><c>hello.wav</c> becomes text, first as partials.</summary>
public static class SpeechToText
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var stt = new SpeechToTextClient(new SpeechToTextOptions { ServerUrl = server });
        await stt.ConnectAsync(cancellationToken);
        await using var file = await WavSource.OpenAsync(Path.Combine(folder, "hello.wav"), cancellationToken);
        await foreach (var transcript in stt.TranscribeAsync(file, cancellationToken))
        {
            Console.WriteLine(transcript is FinalTranscript ? transcript.Text : $"… {transcript.Text}");
        }
    }
}
