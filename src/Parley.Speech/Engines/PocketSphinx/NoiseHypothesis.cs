using Parley.Speech.Recognition;

namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>
/// Tells words that the decoder reads into noise. It has to name something: white noise, tones and coughs come out as one or two
/// short words ("if", "ah", "but") stretched over the whole sound, while spoken ones take 0.1 to 0.2 s a phone.
/// </summary>
internal static class NoiseHypothesis
{
    private const int MostWords = 3;
    private const double LeastConfidence = 0.05;

    /// <summary>Frames of 10 ms that an isolated word may take beyond its phones, and for each phone.</summary>
    private const int FramesBefore = 30, FramesPerPhone = 20;

    /// <param name="words">What the decoder heard; at least one.</param>
    /// <param name="frames">Length of the words, in frames of 10 ms.</param>
    /// <param name="confidence">Mean posterior of the words.</param>
    /// <param name="countPhones">Phones of a word; 0 when unknown.</param>
    public static bool IsLikely(List<RecognizedWord> words, int frames, double confidence, Func<string, int> countPhones)
    {
        if (confidence < LeastConfidence)
        {
            return true;
        }

        if (words.Count > MostWords)
        {
            return false;
        }

        var phones = 0;
        foreach (var word in words)
        {
            phones += Math.Max(1, countPhones(word.Text));
        }

        return frames > FramesBefore + (FramesPerPhone * phones);
    }
}
