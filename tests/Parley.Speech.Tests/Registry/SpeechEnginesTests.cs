using Microsoft.Extensions.Logging;
using Parley.Speech.Engines.EspeakNg;
using Parley.Speech.Engines.OpenAi;
using Parley.Speech.Tests.Failover;
using Parley.Testing;
using Parley.Testing.Speech;

namespace Parley.Speech.Tests.Registry;

public sealed class SpeechEnginesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_defaults_the_first_voice_is_slt_and_voices_are_in_order_of_their_ids()
    {
        await using var engines = new SpeechEngines();
        engines.DefaultVoice.Id.ShouldBe("flite-slt");
        engines.Voices.Select(v => v.Id).ShouldBe(engines.Voices.Select(v => v.Id).Order(StringComparer.Ordinal));
        engines.Voices.Select(v => v.Id).ShouldBeUnique();
        engines.Voices.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task The_voice_of_the_examples_is_listed_under_its_own_id_and_speaks_both_languages()
    {
        await using var engines = new SpeechEngines();
        engines.TryGetVoice("VL-XiaoXiao", out var voice).ShouldBeTrue();
        voice.Id.ShouldBe("vl-xiaoxiao");
        voice.PrimaryLocale.ShouldBe("zh-CN");
        voice.Locales.ShouldContain("en-US");
        engines.Voices.ShouldContain(voice);
        engines.GetSynthesizer(voice).ShouldBeSameAs(engines.GetSynthesizer(voice));
    }

    [Fact]
    public async Task An_alias_takes_the_first_of_its_voices_that_exists_here()
    {
        await using var engines = new SpeechEngines(new SpeechOptions { EspeakNg = new EspeakNgOptions { Program = "/nowhere/espeak-ng" } });
        engines.TryGetVoice("vl-xiaoxiao", out var voice).ShouldBeTrue();
        voice.EngineId.ShouldBe("flite");
        engines.TryGetVoice("bilingual-zh-en", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_engine_that_cannot_run_is_left_out_and_said_so()
    {
        var logs = new LogCollector();
        await using var engines = new SpeechEngines(
            new SpeechOptions { Synthesizers = ["absent", "scripted"], VoiceAliases = new Dictionary<string, IReadOnlyList<string>>() },
            LoggerFactory.Create(b => b.AddProvider(logs)),
            additionalFactories: [new GivenSynthesizer(null, "absent"), new GivenSynthesizer(new ScriptedSynthesizer())]);
        engines.DefaultVoice.Id.ShouldBe("test-one");
        logs.Entries.ShouldContain(e => e.Id.Name == "EngineLeftOut" && e.Message.Contains("absent"));
    }

    [Fact]
    public async Task Without_any_synthesiser_there_is_no_default_voice_and_the_reason_is_typed()
    {
        await using var engines = new SpeechEngines(new SpeechOptions { Synthesizers = ["absent"] }, additionalFactories: [new GivenSynthesizer(null, "absent")]);
        engines.Voices.ShouldBeEmpty();
        Should.Throw<EngineException>(() => engines.DefaultVoice).Failure.ShouldBe(EngineFailure.Unavailable);
    }

    [Fact]
    public async Task Without_any_recogniser_opening_one_fails_with_a_typed_reason()
    {
        await using var engines = new SpeechEngines(new SpeechOptions { Recognizers = [] });
        var failure = await Should.ThrowAsync<EngineException>(async () => await engines.Recognizer.OpenAsync(new Parley.Speech.Recognition.RecognitionOptions(), Token));
        failure.Failure.ShouldBe(EngineFailure.Unavailable);
    }

    [Fact]
    public async Task Model_ids_of_the_examples_are_the_whole_order_of_recognisers()
    {
        await using var engines = new SpeechEngines();
        engines.TryGetRecognizer("vn-stt-basic", out var basic).ShouldBeTrue();
        engines.TryGetRecognizer("VN-STT-Ultra", out var ultra).ShouldBeTrue();
        basic.ShouldBeSameAs(engines.Recognizer);
        ultra.ShouldBeSameAs(engines.Recognizer);
        engines.TryGetRecognizer("pocketsphinx", out var own).ShouldBeTrue();
        own.Id.ShouldBe("pocketsphinx");
        engines.TryGetRecognizer("whisper-9000", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Recognizers", "is not an engine here")]
    [InlineData("Synthesizers", "is not an engine here")]
    [InlineData("DefaultVoice", "which no engine here has")]
    public void Names_that_do_not_exist_are_refused(string setting, string reason)
    {
        var options = setting switch
        {
            "Recognizers" => new SpeechOptions { Recognizers = ["ghost"] },
            "Synthesizers" => new SpeechOptions { Synthesizers = ["flite", "ghost"] },
            _ => new SpeechOptions { DefaultVoice = "ghost" },
        };
        var message = Should.Throw<ArgumentException>(() => new SpeechEngines(options)).Message;
        message.ShouldContain(setting);
        message.ShouldContain("ghost");
        message.ShouldContain(reason);
    }

    [Fact]
    public void All_wrong_settings_are_named_at_once()
    {
        var options = new SpeechOptions
        {
            Synthesizers = ["flite", "Flite"],
            VoiceAliases = new Dictionary<string, IReadOnlyList<string>> { ["nobody"] = [] },
            RecognizerAliases = new Dictionary<string, string> { ["x"] = " " },
            FailoverCooldown = TimeSpan.FromHours(1),
            Flite = new() { Threads = 0, MaxWaiting = 0, WaitTimeout = TimeSpan.Zero },
            EspeakNg = new() { Program = " ", MaxProcesses = 0, StallTimeout = TimeSpan.FromDays(1) },
            OpenAiSpeech = [new OpenAiSpeechOptions()],
            BilingualVoices = [new() { Id = "" }],
        };
        var message = Should.Throw<ArgumentException>(options.Validate).Message;
        foreach (var setting in new[]
        {
            "Synthesizers", "VoiceAliases[\"nobody\"]", "RecognizerAliases[\"x\"]", "FailoverCooldown", "Flite.Threads", "Flite.MaxWaiting",
            "Flite.WaitTimeout", "EspeakNg.Program", "EspeakNg.MaxProcesses", "EspeakNg.StallTimeout", "OpenAiSpeech[0].BaseUrl", "BilingualVoices",
        })
        {
            message.ShouldContain(setting);
        }
    }

    [Fact]
    public async Task A_configured_service_comes_first()
    {
        await using var engines = new SpeechEngines(new SpeechOptions
        {
            OpenAiSpeech = [new OpenAiSpeechOptions { Id = "kokoro", BaseUrl = new Uri("http://127.0.0.1:1/v1"), Voices = [new() { Name = "af_heart" }] }],
        });
        engines.DefaultVoice.Id.ShouldBe("kokoro-af_heart");
        engines.DefaultVoice.EngineId.ShouldBe("kokoro");
    }

    [Fact]
    public async Task Inspecting_tells_of_each_engine_whether_it_runs_its_version_and_what_would_make_it_run()
    {
        await using var engines = new SpeechEngines();
        var reports = await engines.InspectAsync(Token);
        var flite = reports.Single(r => r.Id == "flite");
        (flite.IsAvailable, flite.Version, flite.Job).ShouldBe((true, "2.2", "synthesis"));
        var espeak = reports.Single(r => r.Id == "espeak");
        espeak.IsAvailable.ShouldBeTrue();
        espeak.Version.ShouldNotBeNull().ShouldStartWith("1.");

        await using var without = new SpeechEngines(new SpeechOptions { EspeakNg = new EspeakNgOptions { Program = "/nowhere/espeak-ng" } });
        var absent = (await without.InspectAsync(Token)).Single(r => r.Id == "espeak");
        absent.IsAvailable.ShouldBeFalse();
        absent.Problem.ShouldNotBeNull();
        absent.Remedy.ShouldBe("apt-get install espeak-ng");
    }

    [Fact]
    public async Task A_voice_from_elsewhere_is_refused()
    {
        await using var engines = new SpeechEngines();
        Should.Throw<ArgumentException>(() => engines.GetSynthesizer(engines.DefaultVoice with { Id = "stranger" }));
    }
}
