using Microsoft.Extensions.AI;
using Parley.Audio.Wav;
using Parley.Speech.ExtensionsAi;
using Parley.Speech.Synthesis;
using Parley.Testing.Speech;

namespace Parley.Speech.Tests.ExtensionsAi;

public sealed class SynthesizerTextToSpeechClientTests
{
    private readonly ScriptedSynthesizer _engine = new();
    private readonly SynthesizerTextToSpeechClient _client;

    public SynthesizerTextToSpeechClientTests() => _client = new SynthesizerTextToSpeechClient(_engine);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_answer_is_a_wav_file()
    {
        var response = await _client.GetAudioAsync("Hello.", cancellationToken: Token);
        var content = response.Contents.ShouldHaveSingleItem().ShouldBeOfType<DataContent>();
        content.MediaType.ShouldBe("audio/wav");
        await using var wav = await WavReader.OpenAsync(new MemoryStream(content.Data.ToArray()), cancellationToken: Token);
        wav.Format.SampleRate.ShouldBe(16_000);
        wav.TotalSamples.ShouldBe(ScriptedSynthesizer.Samples("Hello.").Length);
    }

    [Fact]
    public async Task A_streamed_answer_is_pcm_that_stays_valid()
    {
        var updates = new List<TextToSpeechResponseUpdate>();
        await foreach (var update in _client.GetStreamingAudioAsync("Hello.", cancellationToken: Token))
        {
            updates.Add(update);
        }

        updates.ShouldAllBe(u => u.Kind == TextToSpeechResponseUpdateKind.AudioUpdating);
        updates.SelectMany(u => u.Contents).OfType<DataContent>().ShouldAllBe(c => c.MediaType == "audio/pcm;rate=16000");
        var bytes = updates.SelectMany(u => u.Contents).OfType<DataContent>().SelectMany(c => c.Data.ToArray()).ToArray();
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(bytes).ToArray().ShouldBe(ScriptedSynthesizer.Samples("Hello."));
    }

    [Fact]
    public async Task Options_are_passed_on_in_our_units()
    {
        await _client.GetAudioAsync("Hello.", new TextToSpeechOptions { VoiceId = "test-zh", Language = "en-US", Speed = 1.5f, Pitch = 2f, Volume = 0.25f }, Token);
        _engine.Requests.ShouldHaveSingleItem().ShouldBe(new SynthesisRequest { Text = "Hello.", VoiceId = "test-zh", Language = "en-US", Speed = 1.5, Pitch = 12, Volume = 0.25 });
    }

    [Fact]
    public async Task A_format_that_is_not_offered_is_refused()
    {
        var failure = await Should.ThrowAsync<EngineException>(() => _client.GetAudioAsync("Hello.", new TextToSpeechOptions { AudioFormat = "mp3" }, Token));
        failure.Failure.ShouldBe(EngineFailure.NotSupported);
        Should.Throw<EngineException>(() => _client.GetStreamingAudioAsync("Hello.", new TextToSpeechOptions { AudioFormat = "audio/ogg" }, Token));
    }

    [Fact]
    public void Services_are_found()
    {
        _client.GetService<TextToSpeechClientMetadata>().ShouldNotBeNull().ProviderName.ShouldBe("scripted");
        _client.GetService<ITextToSpeechClient>().ShouldBeSameAs(_client);
        _client.GetService<SynthesizerTextToSpeechClient>().ShouldBeSameAs(_client);
        _client.GetService<ISpeechSynthesizer>().ShouldBeSameAs(_engine);
        _client.GetService<string>().ShouldBeNull();
        _client.GetService(typeof(ISpeechSynthesizer), "key").ShouldBeNull();
    }
}
