namespace Parley.VoxNexus;

/// <summary>A language model's rewriting of the transcript, when it was asked for; prefer it over the joined finals.</summary>
/// <param name="Text">The whole rewriting so far.</param>
/// <param name="IsFinal">Whether it is complete.</param>
/// <param name="SegmentId">The utterance; null when the service names none.</param>
public sealed record LlmText(string Text, bool IsFinal, string? SegmentId) : VoxNexusEvent;
