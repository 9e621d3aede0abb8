namespace Parley.Estuary;

/// <summary><c>bot_response</c>: the text of an answer as it grows.</summary>
/// <param name="MessageId">The message, shared with its <see cref="BotVoice"/>.</param>
/// <param name="Text">Everything so far; in the final event the complete text, which may be shorter when the answer was cut off.</param>
/// <param name="Partial">What this event added; empty in the final event.</param>
/// <param name="IsFinal">Whether this is the message's last event.</param>
/// <param name="ChunkIndex">From 0, growing by one, the final one included.</param>
/// <param name="IsInterjection">Whether nobody asked for the message.</param>
public sealed record BotResponse(string MessageId, string Text, string Partial, bool IsFinal, int ChunkIndex, bool IsInterjection) : EstuaryEvent;
