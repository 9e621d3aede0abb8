namespace Parley.Estuary;

/// <summary>Voice is off: after <see cref="EstuaryClient.StopVoiceAsync"/>, when the server ended it, or with the connection. Once for each <see cref="VoiceStarted"/>.</summary>
public sealed record VoiceStopped : EstuaryEvent;
