namespace Parley.VoxNexus;

/// <summary>All audio of an utterance has arrived; its reader may still be behind.</summary>
/// <param name="Utterance">The utterance.</param>
public sealed record UtteranceCompleted(SpeechUtterance Utterance) : VoxNexusEvent;
