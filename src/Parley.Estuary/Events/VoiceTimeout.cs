namespace Parley.Estuary;

/// <summary><c>voice_timeout</c>: nobody spoke for too long, and the server stopped listening; <see cref="VoiceStopped"/> follows. The session goes on.</summary>
/// <param name="Reason"><c>voice_inactivity</c>.</param>
/// <param name="Idle">How long nobody spoke.</param>
/// <param name="Timeout">How long that may last.</param>
public sealed record VoiceTimeout(string Reason, TimeSpan Idle, TimeSpan Timeout) : EstuaryEvent;
