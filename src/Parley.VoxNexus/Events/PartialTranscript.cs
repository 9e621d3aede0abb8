namespace Parley.VoxNexus;

/// <summary>The current utterance so far; replaces the partial before it.</summary>
public sealed record PartialTranscript : Transcript;
