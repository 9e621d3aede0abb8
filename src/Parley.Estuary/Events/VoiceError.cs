namespace Parley.Estuary;

/// <summary><c>voice_error</c>: the server cannot hear, or no longer.</summary>
/// <param name="Error">The server's word or sentence, e.g. <c>stt_unavailable</c>.</param>
public sealed record VoiceError(string Error) : EstuaryEvent;
