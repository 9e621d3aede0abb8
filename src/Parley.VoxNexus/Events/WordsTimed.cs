using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>When words of the audio that follows are spoken; only when asked for, an extension.</summary>
/// <param name="Words">Offsets in milliseconds from the utterance's first sample.</param>
/// <param name="Utterance">The utterance; null when it is no longer known.</param>
public sealed record WordsTimed(IReadOnlyList<TranscriptWord> Words, SpeechUtterance? Utterance) : VoxNexusEvent;
