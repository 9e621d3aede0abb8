using Parley.Speech.Engines.PocketSphinx;
using Parley.Speech.Recognition;

namespace Parley.Speech.Tests.Engines.PocketSphinx;

/// <summary>Lengths in frames of 10 ms as the decoder gave them.</summary>
public sealed class NoiseHypothesisTests
{
    private static readonly Dictionary<string, int> Phones = new()
    {
        ["ah"] = 1, ["but"] = 3, ["in"] = 2, ["wa"] = 2, ["no"] = 2, ["i"] = 1, ["hello"] = 4, ["thank"] = 4, ["you"] = 2,
    };

    [Theory]
    [InlineData("ah", 122, 0.21)] // white noise
    [InlineData("ah", 130, 0.95)] // a tone of 1 kHz
    [InlineData("but", 133, 1.00)] // brown noise
    [InlineData("in", 190, 1.00)] // a chord
    [InlineData("wa", 53, 0.02)] // a sweep
    public void Sounds_are_told_by_their_length_or_their_doubt(string text, int frames, double confidence) =>
        IsLikely(text, frames, confidence).ShouldBeTrue();

    [Theory]
    [InlineData("no", 34, 0.38)]
    [InlineData("no", 60, 0.9)] // drawn out
    [InlineData("i", 35, 0.85)]
    [InlineData("hello", 63, 1.0)]
    [InlineData("thank you", 75, 0.98)]
    public void Short_answers_are_words(string text, int frames, double confidence) =>
        IsLikely(text, frames, confidence).ShouldBeFalse();

    [Fact]
    public void Many_words_are_never_noise() => IsLikely("no no no no", 10_000, 0.5).ShouldBeFalse();

    private static bool IsLikely(string text, int frames, double confidence)
    {
        var words = text.Split(' ').Select(w => new RecognizedWord(w, TimeSpan.Zero, TimeSpan.Zero, confidence)).ToList();
        return NoiseHypothesis.IsLikely(words, frames, confidence, w => Phones[w]);
    }
}
