namespace Parley.Estuary;

/// <summary><c>voice_started</c> or <c>voice_stopped</c>: the answer to a command, which decides what the app hears of it.</summary>
internal sealed record ServerVoice(bool IsOpen) : EstuaryEvent;
