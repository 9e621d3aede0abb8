using Parley.Audio;
using Parley.Audio.Wav;
using Parley.VoxNexus;

namespace Parley.Samples;

/// <summary>Hears <c>hello.wav</c>, answers aloud into <c>answer.wav</c>. The answer may come from anywhere, also in pieces.</summary>
public static class VoiceConversationSample
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var speaker = WavSink.Create(Path.Combine(folder, "answer.wav"), PcmFormat.Speech16K);
        await using var microphone = await Recording.OpenAsync(Path.Combine(folder, "hello.wav"), cancellationToken);
        await using var conversation = new VoiceConversation(
            new VoiceConversationOptions
            {
                TextToSpeech = new TextToSpeechOptions { ServerUrl = server, VoiceId = "flite-slt" },
                SpeechToText = new SpeechToTextOptions { ServerUrl = server },
            },
            (said, _) => Task.FromResult<string?>($"You said: {said.Text}"));
        var ended = new TaskCompletionSource();
        using var subscription = conversation.On<TurnEnded>(_ => { ended.TrySetResult(); });
        await conversation.StartAsync(microphone, speaker, cancellationToken);
        await ended.Task.WaitAsync(cancellationToken);
    }
}
