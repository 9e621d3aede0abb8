namespace Parley.VoxNexus.Wire;

/// <summary>What one speaker said.</summary>
/// <param name="SpeakerId">The speaker's name within the answer.</param>
/// <param name="Text">What was said.</param>
/// <param name="Offset">Milliseconds from the first sample.</param>
/// <param name="Duration">Milliseconds.</param>
public sealed record SpeakerTurn(string SpeakerId, string Text, long Offset, long Duration);
