namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>A stretch of an utterance as the decoder labels it.</summary>
/// <param name="Word">Dictionary entry or filler, e.g. <c>the(2)</c>, <c>&lt;sil&gt;</c>, <c>[NOISE]</c>.</param>
/// <param name="Start">First frame of 10 ms, from the utterance's first sample.</param>
/// <param name="Length">Frames.</param>
/// <param name="Posterior">0 to 1.</param>
internal readonly record struct PocketSphinxSegment(string Word, int Start, int Length, double Posterior)
{
    /// <summary>Silence, breath and noise are written in brackets of some kind.</summary>
    public bool IsFiller => Word.Length == 0 || Word[0] is '<' or '[' or '+';
}
