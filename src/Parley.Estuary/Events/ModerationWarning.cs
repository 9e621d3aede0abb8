namespace Parley.Estuary;

/// <summary><c>moderation_warning</c>.</summary>
/// <param name="Level"><c>warning</c>, or <c>terminated</c>, after which the server disconnects.</param>
/// <param name="Message">A sentence; null for none.</param>
public sealed record ModerationWarning(string Level, string? Message) : EstuaryEvent;
