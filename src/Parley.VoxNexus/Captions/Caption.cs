namespace Parley.VoxNexus;

/// <summary>One committed caption.</summary>
/// <param name="Start">From the first sample of the captions.</param>
/// <param name="End">After <paramref name="Start"/>.</param>
/// <param name="Text">What was said.</param>
/// <param name="Language">The recognised language; null when unknown.</param>
/// <param name="Confidence">0 to 1; null when unknown.</param>
/// <param name="Words">With their times; empty when the service gives none.</param>
public sealed record Caption(TimeSpan Start, TimeSpan End, string Text, string? Language, double? Confidence, IReadOnlyList<TimedWord> Words);
