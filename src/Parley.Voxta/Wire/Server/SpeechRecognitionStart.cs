namespace Parley.Voxta.Wire;

/// <summary>The user began to speak.</summary>
public sealed record SpeechRecognitionStart : ServerSessionMessage;
