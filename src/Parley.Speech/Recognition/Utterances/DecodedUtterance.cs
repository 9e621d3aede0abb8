namespace Parley.Speech.Recognition.Utterances;

/// <summary>What an engine made of an utterance.</summary>
/// <param name="Text">What was said; not blank.</param>
/// <param name="Confidence">0 to 1; null when the engine cannot say.</param>
/// <param name="Words">The words, their offsets counted from the first sample accepted; empty when the engine gives none.</param>
/// <param name="Language">The language spoken where the engine says so; null means the one of the stream.</param>
internal sealed record DecodedUtterance(string Text, double? Confidence, IReadOnlyList<RecognizedWord> Words, string? Language = null);
