namespace Parley.VoxNexus;

/// <summary>No more audio of an utterance will arrive.</summary>
/// <param name="Utterance">The utterance.</param>
/// <param name="Error">Why; <c>IsTransient</c> says whether synthesising it again may help.</param>
public sealed record UtteranceFailed(SpeechUtterance Utterance, Exception Error) : VoxNexusEvent;
