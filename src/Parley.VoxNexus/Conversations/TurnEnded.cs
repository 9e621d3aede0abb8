namespace Parley.VoxNexus;

/// <summary>A turn is over.</summary>
/// <param name="Said">What the user had said.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">Why it failed; null otherwise.</param>
public sealed record TurnEnded(FinalTranscript Said, TurnOutcome Outcome, Exception? Error = null) : VoxNexusEvent;
