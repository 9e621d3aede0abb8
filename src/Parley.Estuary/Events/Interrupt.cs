namespace Parley.Estuary;

/// <summary><c>interrupt</c>: an answer was interrupted. Stop playing it; nothing more of it comes.</summary>
/// <param name="MessageId">The message; null for whatever is playing.</param>
/// <param name="Reason"><c>user_speech</c>, <c>client_interrupt</c>, <c>new_message</c>, <c>say_line</c> or another word; null when not said.</param>
/// <param name="InterruptedAt">When, as the server wrote it; null when not said.</param>
public sealed record Interrupt(string? MessageId, string? Reason, string? InterruptedAt) : EstuaryEvent;
