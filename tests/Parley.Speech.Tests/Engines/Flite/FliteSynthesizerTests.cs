using Parley.Speech.Engines.Flite;
using Parley.Speech.Synthesis;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Engines.Flite;

public sealed class FliteSynthesizerTests : IAsyncDisposable
{
    private const string Sentence = "Good morning, Mr. Smith paid $5 for the well-known apples today.";

    private readonly FliteSynthesizer _flite = new();

    public static TheoryData<string> VoiceIds { get; } = ["flite-slt", "flite-rms", "flite-awb", "flite-kal16"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _flite.DisposeAsync();

    [Fact]
    public void Has_its_four_voices_slt_first() =>
        _flite.Voices.Select(v => v.Id).ShouldBe(["flite-slt", "flite-rms", "flite-awb", "flite-kal16"]);

    [Theory]
    [MemberData(nameof(VoiceIds))]
    public async Task Words_stand_in_the_text_and_follow_each_other_in_the_audio(string voice)
    {
        var audio = await SpeakAsync(Sentence, voice);

        audio.Words.Select(w => w.Text).ShouldBe(["Good", "morning", "Mr", "Smith", "paid", "$5", "for", "the", "well-known", "apples", "today"]);
        foreach (var word in audio.Words)
        {
            Sentence.Substring(word.TextOffset, word.TextLength).ShouldBe(word.Text);
            word.IsEstimate.ShouldBeFalse();
            word.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        }

        audio.Words.Zip(audio.Words.Skip(1)).ShouldAllBe(p => p.First.Offset + p.First.Duration <= p.Second.Offset + TimeSpan.FromMilliseconds(1));
        (audio.Words[^1].Offset + audio.Words[^1].Duration).ShouldBeLessThanOrEqualTo(audio.Duration);
        audio.Words[0].Offset.ShouldBeLessThan(TimeSpan.FromMilliseconds(60), "the silence at the start is cut to 30 ms");
    }

    [Fact]
    public async Task Word_times_go_on_across_sentences()
    {
        const string Text = "One two three. Four five six! Seven?";
        var audio = await SpeakAsync(Text, "flite-kal16");
        audio.Words.Select(w => w.Text).ShouldBe(["One", "two", "three", "Four", "five", "six", "Seven"]);
        audio.Words.Zip(audio.Words.Skip(1)).ShouldAllBe(p => p.First.Offset + p.First.Duration <= p.Second.Offset);
        audio.Words.ShouldAllBe(w => Text.Substring(w.TextOffset, w.TextLength) == w.Text);
        (audio.Words[^1].Offset + audio.Words[^1].Duration).ShouldBeLessThanOrEqualTo(audio.Duration);
    }

    [Fact]
    public async Task The_first_chunk_is_20_milliseconds() => (await SpeakAsync(Sentence, "flite-slt")).ChunkLengths[0].ShouldBe(320);

    [Theory]
    [MemberData(nameof(VoiceIds))]
    public async Task Speed_changes_the_length_and_not_the_pitch(string voice)
    {
        var normal = await SpeakAsync(Sentence, voice);
        var fast = await SpeakAsync(Sentence, voice, r => r with { Speed = 2 });
        var slow = await SpeakAsync(Sentence, voice, r => r with { Speed = 0.5 });
        (normal.Duration / fast.Duration).ShouldBe(2, 0.25);
        (slow.Duration / normal.Duration).ShouldBe(2, 0.25);
        (PitchOf(fast) / PitchOf(normal)).ShouldBe(1, 0.12);
    }

    [Theory]
    [InlineData("flite-slt", -7)]
    [InlineData("flite-slt", 7)]
    [InlineData("flite-rms", -5)]
    [InlineData("flite-rms", 7)]
    [InlineData("flite-awb", -7)]
    [InlineData("flite-awb", 7)]
    [InlineData("flite-kal16", -5)]
    [InlineData("flite-kal16", 7)]
    public async Task Pitch_shifts_by_semitones_and_keeps_the_length(string voice, double semitones)
    {
        var normal = await SpeakAsync(Sentence, voice);
        var shifted = await SpeakAsync(Sentence, voice, r => r with { Pitch = semitones });
        var measured = 12 * Math.Log2(PitchOf(shifted) / PitchOf(normal));
        measured.ShouldBe(semitones, 1.5);
        (shifted.Duration / normal.Duration).ShouldBe(1, 0.02);
    }

    [Theory]
    [MemberData(nameof(VoiceIds))]
    public async Task Volume_scales_the_samples_and_zero_is_silence_of_the_same_length(string voice)
    {
        var full = await SpeakAsync(Sentence, voice);
        var half = await SpeakAsync(Sentence, voice, r => r with { Volume = 0.5 });
        var none = await SpeakAsync(Sentence, voice, r => r with { Volume = 0 });
        (full.SpeechLevel - half.SpeechLevel).ShouldBe(6, 1);
        none.Samples.ShouldAllBe(s => s == 0);
        none.Samples.Count.ShouldBe(full.Samples.Count);
    }

    [Fact]
    public async Task All_voices_are_equally_loud_and_none_clips()
    {
        foreach (var voice in VoiceIds)
        {
            var audio = await SpeakAsync(Sentence, voice);
            audio.SpeechLevel.ShouldBe(-18, 1.5, voice);
            audio.Samples.Count(s => s is short.MaxValue or short.MinValue).ShouldBeLessThan(4, voice);
        }
    }

    [Theory]
    [MemberData(nameof(VoiceIds))]
    public async Task Styles_that_a_voice_lists_change_how_it_speaks(string voice)
    {
        var normal = await SpeakAsync(Sentence, voice);
        var sad = await SpeakAsync(Sentence, voice, r => r with { Style = "Sad" });
        var verySad = await SpeakAsync(Sentence, voice, r => r with { Style = "sad", StyleDegree = 2 });
        var unknown = await SpeakAsync(Sentence, voice, r => r with { Style = "baroque" });
        sad.Duration.ShouldBeGreaterThan(normal.Duration * 1.1);
        verySad.Duration.ShouldBeGreaterThan(sad.Duration * 1.1);
        PitchOf(sad).ShouldBeLessThan(PitchOf(normal));
        unknown.Samples.Count.ShouldBe(normal.Samples.Count);
    }

    [Fact]
    public async Task The_diphone_voice_is_the_same_every_time()
    {
        var first = await SpeakAsync(Sentence, "flite-kal16");
        var second = await SpeakAsync(Sentence, "flite-kal16");
        second.Samples.ShouldBe(first.Samples);
    }

    private Task<SpokenAudio> SpeakAsync(string text, string voice, Func<SynthesisRequest, SynthesisRequest>? change = null)
    {
        var request = new SynthesisRequest { Text = text, VoiceId = voice };
        return SpokenAudio.ReadAsync(_flite.SynthesizeAsync(change?.Invoke(request) ?? request, Token), Token);
    }

    private static double PitchOf(SpokenAudio audio) => FundamentalFrequency.MedianOf(audio);
}
