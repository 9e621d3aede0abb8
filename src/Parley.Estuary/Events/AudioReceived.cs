namespace Parley.Estuary;

/// <summary>Audio that did not come as <see cref="BotVoice"/>, such as that of <c>encounter_voice</c>: play both, and nothing plays twice.</summary>
/// <param name="Source">Name of the event it came with.</param>
/// <param name="Audio">16-bit little-endian mono PCM.</param>
/// <param name="SampleRate">Its rate in hertz; the session's where the event names none.</param>
public sealed record AudioReceived(string Source, ReadOnlyMemory<byte> Audio, int SampleRate) : EstuaryEvent;
