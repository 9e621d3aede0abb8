namespace Parley.Conversation.Turns;

/// <summary>A turn for display: one in progress, or one that is over.</summary>
/// <param name="TurnId">The turn, growing within the session.</param>
/// <param name="Outcome">How it ended; null while it lasts.</param>
/// <param name="Timings">When what happened in it, so far.</param>
/// <param name="Text">The beginning of the answer, at most 80 UTF-16 units; empty when there is none.</param>
public sealed record TurnReport(long TurnId, TurnOutcome? Outcome, TurnTimings Timings, string Text);
