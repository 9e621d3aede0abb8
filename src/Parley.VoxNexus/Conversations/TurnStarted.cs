namespace Parley.VoxNexus;

/// <summary>The user said something, and the reply is being made.</summary>
/// <param name="Said">What.</param>
public sealed record TurnStarted(FinalTranscript Said) : VoxNexusEvent;
