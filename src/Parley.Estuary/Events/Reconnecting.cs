namespace Parley.Estuary;

/// <summary>The connection was lost and will be opened again.</summary>
/// <param name="Attempt">Number of the attempt to come, from 1.</param>
/// <param name="Delay">How long until then.</param>
/// <param name="Cause">Why it was lost, or why the attempt before failed; null when unknown.</param>
public sealed record Reconnecting(int Attempt, TimeSpan Delay, Exception? Cause) : EstuaryEvent;
