namespace Parley.Estuary;

/// <summary><c>stt_response</c>: what the player says.</summary>
/// <param name="Text">The utterance so far, or as a whole.</param>
/// <param name="IsFinal">Whether the utterance has ended.</param>
/// <param name="Confidence">How sure the recogniser is, 0 to 1; null when not said.</param>
public sealed record SttResponse(string Text, bool IsFinal, double? Confidence) : EstuaryEvent;
