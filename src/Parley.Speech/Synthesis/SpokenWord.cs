namespace Parley.Speech.Synthesis;

/// <summary>When a word of the request's text is heard.</summary>
/// <param name="Text">The word as it stands in the text.</param>
/// <param name="TextOffset">Index of its first UTF-16 unit in the request's text.</param>
/// <param name="TextLength">Its length in UTF-16 units.</param>
/// <param name="Offset">Start, from the first sample of the request's audio.</param>
/// <param name="Duration">Length.</param>
/// <param name="IsEstimate">True when the engine gives no times and they were shared out by characters.</param>
public readonly record struct SpokenWord(string Text, int TextOffset, int TextLength, TimeSpan Offset, TimeSpan Duration, bool IsEstimate);
