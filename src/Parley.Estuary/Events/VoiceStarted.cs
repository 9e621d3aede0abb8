namespace Parley.Estuary;

/// <summary>Voice is on: after <see cref="EstuaryClient.StartVoiceAsync"/>, and again after a reconnect.</summary>
/// <param name="Mode">How turns end.</param>
public sealed record VoiceStarted(VoiceMode Mode) : EstuaryEvent;
