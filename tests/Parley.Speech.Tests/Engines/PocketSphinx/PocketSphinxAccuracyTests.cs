using Microsoft.Extensions.Logging.Abstractions;
using Parley.Audio.Wav;
using Parley.Speech.Engines.Energy;
using Parley.Speech.Engines.Flite;
using Parley.Speech.Engines.Silero;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.VoiceActivity;
using Parley.Testing.Recognition;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Engines.PocketSphinx;

/// <summary>
/// Word errors through the whole path: voice activity, cutting, decoding. The bounds leave room for noise of the measurement, not
/// for a loss: a wrong option or cut doubles them.
/// </summary>
public sealed class PocketSphinxAccuracyTests(PocketSphinxFixture fixture) : IClassFixture<PocketSphinxFixture>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly string[] Sentences =
    [
        "what time is the next train to the city", "please turn off the lights in the kitchen", "i would like a cup of coffee with milk",
        "the weather is going to be nice tomorrow", "can you tell me a story about a dragon", "my brother lives in a small house near the river",
        "we should meet at the station at seven", "how much does this book cost", "she bought three apples and a loaf of bread",
        "open the window because it is hot in here", "do you know the way to the hospital", "he works for a large company in london",
        "let us go for a walk in the park", "i have never been to the mountains", "the children are playing in the garden",
        "could you repeat that more slowly please", "there is a good restaurant around the corner", "i will call you back in ten minutes",
        "thank you very much for your help", "set an alarm for six in the morning",
    ];

    /// <summary>One command and five sentences of a nineteenth-century novel, read by people: 75 words.</summary>
    [Theory]
    [InlineData("silero")]
    [InlineData("energy")]
    public async Task Human_recordings(string voiceActivity)
    {
        const string Librivox = "/usr/share/pocketsphinx/test/data/librivox/";
        var recordings = new List<(Sound Sound, string Text)> { (Sound.GoForward, Sound.GoForwardText) };
        foreach (var line in await File.ReadAllLinesAsync(Librivox + "transcription", TestContext.Current.CancellationToken))
        {
            var text = line[(line.IndexOf("<s>", StringComparison.Ordinal) + 3)..line.IndexOf("</s>", StringComparison.Ordinal)];
            var name = line[(line.LastIndexOf('(') + 1)..line.LastIndexOf(')')];
            recordings.Add((await WavAsync($"{Librivox}{name}.wav"), text.Replace("mister", "mr", StringComparison.Ordinal)));
        }

        (await RecognizeAsync(recordings, voiceActivity)).Rate.ShouldBeLessThan(0.33);
    }

    [Theory]
    [InlineData("flite-slt", "silero")]
    [InlineData("flite-kal16", "silero")]
    [InlineData("flite-kal16", "energy")]
    public async Task Everyday_sentences_spoken_by_Flite(string voice, string voiceActivity)
    {
        await using var flite = new FliteSynthesizer();
        var recordings = new List<(Sound Sound, string Text)>();
        foreach (var sentence in Sentences)
        {
            var spoken = await SpokenAudio.ReadAsync(flite.SynthesizeAsync(new() { Text = sentence, VoiceId = voice }, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            recordings.Add((new Sound((short[])[.. spoken.Samples], spoken.SampleRate), sentence));
        }

        (await RecognizeAsync(recordings, voiceActivity)).Rate.ShouldBeLessThan(0.16);
    }

    private static async Task<Sound> WavAsync(string path)
    {
        await using var wav = await WavReader.OpenAsync(path, TestContext.Current.CancellationToken);
        var samples = new short[wav.TotalSamples!.Value];
        var length = 0;
        while (length < samples.Length && await wav.ReadAsync(samples.AsMemory(length), TestContext.Current.CancellationToken) is > 0 and var count)
        {
            length += count;
        }

        return new(samples, wav.Format.SampleRate);
    }

    private async Task<WordErrors> RecognizeAsync(IEnumerable<(Sound Sound, string Text)> recordings, string voiceActivity)
    {
        using var silero = voiceActivity == "silero" ? new SileroEngine(new()) : null;
        IVoiceActivityDetector NewDetector() => silero?.CreateDetector() ?? new EnergyEngine().CreateDetector();
        var recognizer = new EndpointingRecognizer(fixture.Shared, NewDetector, TimeProvider.System, NullLogger.Instance);
        await using var record = new RecognitionRecord(await recognizer.OpenAsync(new(), TestContext.Current.CancellationToken));
        var errors = default(WordErrors);
        foreach (var (sound, text) in recordings)
        {
            var before = record.Finals.Count;
            await record.WriteAsync(sound + Sound.Silence(Second), 1_600, TestContext.Current.CancellationToken);
            await record.FlushAsync(TestContext.Current.CancellationToken);
            errors += WordErrors.Of(text, string.Join(' ', record.Finals.Skip(before).Select(f => f.Text)));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{errors.Errors} of {errors.Words} words wrong: {errors.Rate:P1}");
        return errors;
    }
}
