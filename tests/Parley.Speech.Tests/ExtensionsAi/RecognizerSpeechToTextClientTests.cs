using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Speech.ExtensionsAi;
using Parley.Speech.Recognition;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.ExtensionsAi;

public sealed class RecognizerSpeechToTextClientTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wav_file_becomes_its_finals()
    {
        using var client = new RecognizerSpeechToTextClient(new TimelineRecognizer(
            [.. TimelineEvent.Utterance(Second, 2 * Second, "Hello there."), .. TimelineEvent.Utterance(3 * Second, 4 * Second, "How are you?")]));
        var response = await client.GetTextAsync(Wav(Sound.Silence(5 * Second)), cancellationToken: Token);
        response.Text.ShouldBe("Hello there. How are you?");
        response.StartTime.ShouldBe(Second);
        response.EndTime.ShouldBe(4 * Second);
        response.ModelId.ShouldBe("timeline");
    }

    [Fact]
    public async Task Streaming_gives_partials_and_finals()
    {
        using var client = new RecognizerSpeechToTextClient(new TimelineRecognizer(TimelineEvent.Utterance(Second, 2 * Second, "Hello there.")));
        var updates = new List<SpeechToTextResponseUpdate>();
        await foreach (var update in client.GetStreamingTextAsync(Wav(Sound.Silence(3 * Second)), cancellationToken: Token))
        {
            updates.Add(update);
        }

        updates.Select(u => (u.Kind, u.Text)).ShouldBe(
        [
            (SpeechToTextResponseUpdateKind.TextUpdating, "Hello"),
            (SpeechToTextResponseUpdateKind.TextUpdating, "Hello there."),
            (SpeechToTextResponseUpdateKind.TextUpdated, "Hello there."),
        ]);
    }

    [Fact]
    public async Task Raw_samples_come_at_the_rate_that_is_given()
    {
        var recognizer = new TimelineRecognizer(TimelineEvent.Utterance(Second, 2 * Second, "Hello there."));
        using var client = new RecognizerSpeechToTextClient(recognizer);
        var raw = MemoryMarshal.AsBytes(Sound.Silence(3 * Second).At(8_000).Samples.Span).ToArray();
        var response = await client.GetTextAsync(new MemoryStream(raw), new SpeechToTextOptions { SpeechSampleRate = 8_000, SpeechLanguage = "en-GB" }, Token);
        response.Text.ShouldBe("Hello there.");
        recognizer.LastOptions.ShouldNotBeNull().SampleRate.ShouldBe(8_000);
        recognizer.LastOptions!.Language.ShouldBe("en-GB");
    }

    [Fact]
    public async Task What_is_not_wav_is_refused()
    {
        using var client = new RecognizerSpeechToTextClient(new TimelineRecognizer());
        await Should.ThrowAsync<AudioFormatException>(() => client.GetTextAsync(new MemoryStream(new byte[5_000]), cancellationToken: Token));
    }

    [Fact]
    public async Task A_file_that_is_cut_fails_instead_of_waiting_for_the_rest()
    {
        using var client = new RecognizerSpeechToTextClient(new TimelineRecognizer());
        var whole = Wav(Sound.Silence(2 * Second)).ToArray();
        await Should.ThrowAsync<AudioFormatException>(() => client.GetTextAsync(new MemoryStream(whole[..40_000]), cancellationToken: Token))
            .WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task An_engines_failure_is_thrown()
    {
        var lost = new EngineException("scripted", EngineFailure.ConnectionLost, "It is away.");
        using var client = new RecognizerSpeechToTextClient(new TimelineRecognizer(new TimelineEvent(Second, new RecognitionFailed(Second, lost))));
        (await Should.ThrowAsync<EngineException>(() => client.GetTextAsync(Wav(Sound.Silence(2 * Second)), cancellationToken: Token))).ShouldBeSameAs(lost);
    }

    [Fact]
    public void Services_are_found()
    {
        var recognizer = new TimelineRecognizer();
        using var client = new RecognizerSpeechToTextClient(recognizer);
        client.GetService<SpeechToTextClientMetadata>().ShouldNotBeNull().ProviderName.ShouldBe("timeline");
        client.GetService<ISpeechToTextClient>().ShouldBeSameAs(client);
        client.GetService<ISpeechRecognizer>().ShouldBeSameAs(recognizer);
        client.GetService(typeof(ISpeechRecognizer), "key").ShouldBeNull();
    }

    private static MemoryStream Wav(Sound sound)
    {
        var bytes = new byte[WavHeader.Length + (2 * sound.Samples.Length)];
        WavHeader.Write(bytes, new PcmFormat(sound.SampleRate), 2 * sound.Samples.Length);
        Pcm16.ToBytes(sound.Samples.Span, bytes.AsSpan(WavHeader.Length));
        return new MemoryStream(bytes);
    }
}
