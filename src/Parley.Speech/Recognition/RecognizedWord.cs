namespace Parley.Speech.Recognition;

/// <summary>A word as heard.</summary>
/// <param name="Text">Lexical form: lower case where the script has case, no punctuation around it.</param>
/// <param name="Offset">Its start, from the first sample of the session.</param>
/// <param name="Duration">Its length.</param>
/// <param name="Confidence">0 to 1; null when the engine cannot say.</param>
public readonly record struct RecognizedWord(string Text, TimeSpan Offset, TimeSpan Duration, double? Confidence);
