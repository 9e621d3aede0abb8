using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Parley.Speech.ExtensionsAi;
using Parley.Speech.Synthesis;
using Parley.Testing;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.ExtensionsAi;

public sealed class TextToSpeechClientSynthesizerTests
{
    private static readonly Voice Voice = new() { Id = "given-one", Name = "One", EngineId = "given", PrimaryLocale = "en-US", Locales = ["en-US"], SampleRate = 24_000 };

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("error")]
    [InlineData("mp3")]
    [InlineData("nothing")]
    [InlineData("defect")]
    [InlineData("http")]
    [InlineData("cut wav")]
    public async Task What_goes_wrong_is_a_typed_failure(string what)
    {
        await using var engine = Wrap(what switch
        {
            "error" => Client(new ErrorContent("the private text was bad")),
            "mp3" => Client(new DataContent(new byte[100], "audio/mpeg")),
            "nothing" => Client(),
            "cut wav" => Client(new DataContent("RIFF\0\0\0\0WAVEfmt "u8.ToArray(), "audio/wav")),
            _ => new GivenClient((_, _) => throw (what == "http" ? new HttpRequestException("x") : new InvalidOperationException("x"))),
        });
        var failure = await Should.ThrowAsync<EngineException>(() => SpeakAsync(engine));
        failure.EngineId.ShouldBe("given");
        failure.Message.ShouldNotContain("private");
        failure.Failure.ShouldBe(what switch
        {
            "error" => EngineFailure.RemoteError,
            "defect" => EngineFailure.Failed,
            "http" or "cut wav" => EngineFailure.ConnectionLost,
            _ => EngineFailure.InvalidAnswer,
        });
    }

    [Fact]
    public async Task A_client_that_hangs_and_ignores_its_token_is_left_after_the_deadline()
    {
        var forever = new TaskCompletionSource();
        await using var engine = Wrap(new GivenClient((_, _) => Hang(forever.Task)));
        var speaking = SpeakAsync(engine);
        _time.Advance(TimeSpan.FromSeconds(11));
        (await Should.ThrowAsync<EngineException>(() => speaking.WaitAsync(TimeSpan.FromSeconds(30), Token))).Failure.ShouldBe(EngineFailure.Timeout);
        forever.SetResult();
    }

    [Fact]
    public async Task Audio_of_another_rate_is_given_out_at_the_voices_own()
    {
        await using var engine = Wrap(Client(new DataContent(new byte[16_000], "audio/pcm;rate=8000")));
        var audio = await SpeakAsync(engine);
        audio.SampleRate.ShouldBe(24_000);
        audio.Duration.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_client_hears_its_own_voice_id_and_factors()
    {
        TextToSpeechOptions? heard = null;
        await using var engine = Wrap(new GivenClient((_, options) =>
        {
            heard = options;
            return Updates(new DataContent(new byte[1_000], "audio/pcm"));
        }));
        await SpokenAudio.ReadAsync(engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello.", VoiceId = "given-one", Speed = 1.5, Pitch = 12 }, Token), Token);
        heard.ShouldNotBeNull().VoiceId.ShouldBe("one");
        heard.Speed.ShouldBe(1.5f);
        heard.Pitch.ShouldBe(2f);
        heard.AudioFormat.ShouldBe("pcm");
    }

    [Fact]
    public void Voices_must_fit() => Should.Throw<ArgumentException>(() => new TextToSpeechClientSynthesizer(
        Client(), new TextToSpeechClientSynthesizerOptions { Id = "given", Voices = [Voice, Voice with { Id = "other-one" }] }));

    private static GivenClient Client(params AIContent[] contents) => new((_, _) => Updates(contents));

    private static async IAsyncEnumerable<TextToSpeechResponseUpdate> Updates(params AIContent[] contents)
    {
        await Task.CompletedTask;
        foreach (var content in contents)
        {
            yield return new TextToSpeechResponseUpdate([content]);
        }
    }

    private static async IAsyncEnumerable<TextToSpeechResponseUpdate> Hang(Task forever, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await forever;
        yield break;
    }

    private static Task<SpokenAudio> SpeakAsync(TextToSpeechClientSynthesizer engine) =>
        SpokenAudio.ReadAsync(engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello." }, Token), Token);

    private TextToSpeechClientSynthesizer Wrap(ITextToSpeechClient client) =>
        new(client, new TextToSpeechClientSynthesizerOptions { Id = "given", Voices = [Voice] }, _time);

    private sealed class GivenClient(Func<string, TextToSpeechOptions?, IAsyncEnumerable<TextToSpeechResponseUpdate>> stream) : ITextToSpeechClient
    {
        public IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
            stream(text, options);

        public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
