using System.Runtime.Versioning;
using Parley.Speech.Engines.EspeakNg;
using Parley.Speech.Synthesis;
using Parley.Testing;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Engines.EspeakNg;

[SupportedOSPlatform("linux")]
public sealed class EspeakNgSynthesizerTests : IDisposable
{
    private const string Sentence = "Good morning to you all, my dear friends.";

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Has_every_language_of_the_program_with_bcp_47_locales()
    {
        await using var espeak = new EspeakNgSynthesizer();
        var listed = EspeakProgram.Ask("espeak-ng", "--voices").Trim().Split('\n').Length - 1;
        espeak.Voices.Count.ShouldBe(listed);
        espeak.Voices.Select(v => v.Id).Distinct().Count().ShouldBe(listed);
        espeak.Voices[0].Id.ShouldBe("espeak-en-us");
        LocaleOf("espeak-cmn").ShouldBe("zh-CN");
        LocaleOf("espeak-de").ShouldBe("de-DE");
        LocaleOf("espeak-pt-br").ShouldBe("pt-BR");
        LocaleOf("espeak-en-gb-x-rp").ShouldBe("en-GB-x-rp");
        LocaleOf("espeak-es-419").ShouldBe("es-419");
        LocaleOf("espeak-yue").ShouldBe("yue-HK");
        LocaleOf("espeak-yue-latn-jyutping").ShouldBe("yue-Latn-HK-jyutping");

        string LocaleOf(string id) => espeak.Voices.Single(v => v.Id == id).PrimaryLocale;
    }

    [Fact]
    public async Task Every_voice_speaks()
    {
        await using var espeak = new EspeakNgSynthesizer();
        foreach (var voice in espeak.Voices)
        {
            var audio = await SpeakAsync(espeak, new SynthesisRequest { Text = "abc 123 你好", VoiceId = voice.Id });
            audio.Duration.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.5), voice.Id);
        }
    }

    [Fact]
    public async Task Speed_and_pitch_do_what_they_say()
    {
        await using var espeak = new EspeakNgSynthesizer();
        var normal = await SpeakAsync(espeak, new SynthesisRequest { Text = Sentence });
        var fast = await SpeakAsync(espeak, new SynthesisRequest { Text = Sentence, Speed = 2 });
        var slow = await SpeakAsync(espeak, new SynthesisRequest { Text = Sentence, Speed = 0.5 });
        var high = await SpeakAsync(espeak, new SynthesisRequest { Text = Sentence, Pitch = 7 });
        var low = await SpeakAsync(espeak, new SynthesisRequest { Text = Sentence, Pitch = -4 });
        (normal.Duration / fast.Duration).ShouldBe(2, 0.3);
        (slow.Duration / normal.Duration).ShouldBe(2, 0.3);
        Semitones(high).ShouldBe(7, 1.5);
        Semitones(low).ShouldBe(-4, 1.5);
        (high.Duration / normal.Duration).ShouldBe(1, 0.05);

        double Semitones(SpokenAudio audio) => 12 * Math.Log2(FundamentalFrequency.MedianOf(audio) / FundamentalFrequency.MedianOf(normal));
    }

    [Fact]
    public async Task Is_as_loud_as_the_other_voices()
    {
        await using var espeak = new EspeakNgSynthesizer();
        var audio = await SpeakAsync(espeak, new SynthesisRequest { Text = Sentence });
        audio.SpeechLevel.ShouldBe(-18, 1.5);
    }

    [Fact]
    public async Task Phoneme_brackets_are_text_and_not_phonemes()
    {
        await using var espeak = new EspeakNgSynthesizer();
        var plain = await SpeakAsync(espeak, new SynthesisRequest { Text = "[[_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:]]" });
        plain.ChunkLengths.ShouldBeEmpty("there are no letters in it");
    }

    [Fact]
    public async Task Variants_are_other_speakers()
    {
        await using var espeak = new EspeakNgSynthesizer();
        var male = await SpeakAsync(espeak, new SynthesisRequest { Text = Sentence, VoiceId = "espeak-en-us" });
        var female = await SpeakAsync(espeak, new SynthesisRequest { Text = Sentence, VoiceId = "espeak-en-us+f2" });
        FundamentalFrequency.MedianOf(female).ShouldBeGreaterThan(FundamentalFrequency.MedianOf(male) * 1.3);
        foreach (var wrong in new[] { "espeak-en-us+f9", "espeak-en-us+../../x", "espeak-en-us+", "espeak--v", "espeak-en-us -w x" })
        {
            Should.Throw<EngineException>(() => espeak.SynthesizeAsync(new SynthesisRequest { Text = Sentence, VoiceId = wrong }, Token));
        }
    }

    [Fact]
    public void A_missing_program_says_what_to_install()
    {
        var failure = Should.Throw<EngineException>(() => new EspeakNgSynthesizer(new EspeakNgOptions { Program = "/nowhere/espeak-ng" }));
        failure.Failure.ShouldBe(EngineFailure.Unavailable);
        failure.Message.ShouldContain("apt-get install espeak-ng");
    }

    [Fact]
    public async Task A_program_that_dies_in_the_middle_is_a_failure_after_the_good_chunks()
    {
        await using var espeak = new EspeakNgSynthesizer(Script("head -c 44 /dev/zero; head -c 40000 /dev/urandom; exit 3"));
        var (samples, failure) = await ReadToFailureAsync(espeak);
        samples.ShouldBe(20_000);
        failure.Failure.ShouldBe(EngineFailure.Failed);
        failure.Message.ShouldContain("3");
    }

    [Fact]
    public async Task A_program_that_stalls_is_killed_after_the_deadline()
    {
        var time = new FakeTimeProvider();
        var pids = _directory.File("pids");
        await using var espeak = new EspeakNgSynthesizer(Script($"echo $$ >> {pids}; head -c 44 /dev/zero; head -c 8000 /dev/zero; exec sleep 1000"), time);
        await using var reading = espeak.SynthesizeAsync(new SynthesisRequest { Text = Sentence }, Token).GetAsyncEnumerator(Token);
        (await reading.MoveNextAsync()).ShouldBeTrue();
        var rest = ReadToFailureAsync(reading);
        time.Advance(TimeSpan.FromSeconds(11));
        (await rest.WaitAsync(TimeSpan.FromSeconds(30), Token)).Failure.ShouldBe(EngineFailure.Timeout);
        IsAlive(pids).ShouldBeFalse();
    }

    [Fact]
    public async Task Cancelling_kills_the_process_and_leaves_no_zombie()
    {
        var pids = _directory.File("pids");
        await using (var espeak = new EspeakNgSynthesizer(Script($"echo $$ >> {pids}; head -c 44 /dev/zero; head -c 8000 /dev/zero; exec sleep 1000")))
        {
            using var cancellation = new CancellationTokenSource();
            await using var reading = espeak.SynthesizeAsync(new SynthesisRequest { Text = Sentence }, cancellation.Token).GetAsyncEnumerator(Token);
            (await reading.MoveNextAsync()).ShouldBeTrue();
            await cancellation.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () =>
            {
                while (await reading.MoveNextAsync())
                {
                }
            });
        }

        // Disposing waits until every process has been waited for: not even a zombie answers to its id.
        IsAlive(pids).ShouldBeFalse();
    }

    [Fact]
    public async Task More_requests_than_processes_wait_and_then_fail_as_busy()
    {
        var time = new FakeTimeProvider();
        await using var espeak = new EspeakNgSynthesizer(Script("head -c 44 /dev/zero; head -c 8000 /dev/zero; exec sleep 1000") with { MaxProcesses = 1, StallTimeout = TimeSpan.FromMinutes(5) }, time);
        await using var first = espeak.SynthesizeAsync(new SynthesisRequest { Text = Sentence }, Token).GetAsyncEnumerator(Token);
        (await first.MoveNextAsync()).ShouldBeTrue();
        var timers = time.ActiveTimers;
        await using var second = espeak.SynthesizeAsync(new SynthesisRequest { Text = Sentence }, Token).GetAsyncEnumerator(Token);
        var waiting = second.MoveNextAsync().AsTask();
        time.ActiveTimers.ShouldBe(timers + 1);
        time.Advance(TimeSpan.FromSeconds(11));
        (await Should.ThrowAsync<EngineException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30), Token))).Failure.ShouldBe(EngineFailure.Busy);
    }

    /// <summary>A stand-in for the program: lists two voices and does <paramref name="speak"/> instead of speaking.</summary>
    private EspeakNgOptions Script(string speak)
    {
        var path = _directory.File("espeak-ng");
        File.WriteAllText(path, $"#!/bin/sh\nif [ \"$1\" = --voices ]; then printf 'Pty Language Age/Gender VoiceName File Other\\n 5 en-us --/M English gmw/en-US\\n'; exit 0; fi\n{speak}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new EspeakNgOptions { Program = path };
    }

    private static bool IsAlive(string pids) =>
        File.ReadAllLines(pids).Any(pid => Directory.Exists($"/proc/{pid}"));

    private static async Task<(int Samples, EngineException Failure)> ReadToFailureAsync(EspeakNgSynthesizer espeak)
    {
        await using var reading = espeak.SynthesizeAsync(new SynthesisRequest { Text = Sentence }, Token).GetAsyncEnumerator(Token);
        var samples = 0;
        var failure = await ReadToFailureAsync(reading, chunk => samples += chunk.Samples.Length);
        return (samples, failure);
    }

    private static async Task<EngineException> ReadToFailureAsync(IAsyncEnumerator<SynthesisChunk> reading, Action<SynthesisChunk>? onChunk = null) =>
        await Should.ThrowAsync<EngineException>(async () =>
        {
            while (await reading.MoveNextAsync())
            {
                onChunk?.Invoke(reading.Current);
            }
        });

    private static Task<SpokenAudio> SpeakAsync(EspeakNgSynthesizer espeak, SynthesisRequest request) =>
        SpokenAudio.ReadAsync(espeak.SynthesizeAsync(request, Token), Token);
}
