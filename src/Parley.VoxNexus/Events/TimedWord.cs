namespace Parley.VoxNexus;

/// <summary>One recognised word on the caller's time line.</summary>
/// <param name="Word">The word.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Confidence">0 to 1; null when the engine has none.</param>
public sealed record TimedWord(string Word, TimeSpan Start, TimeSpan End, double? Confidence);
