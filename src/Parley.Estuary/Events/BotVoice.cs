namespace Parley.Estuary;

/// <summary><c>bot_voice</c>: a piece of an answer's speech. Pieces of a message that was interrupted are left out.</summary>
/// <param name="MessageId">The message, shared with its <see cref="BotResponse"/>.</param>
/// <param name="Audio">16-bit little-endian mono PCM; empty when it goes another way.</param>
/// <param name="SampleRate">Its rate in hertz.</param>
/// <param name="ChunkIndex">From 0, growing by one.</param>
/// <param name="IsFinal">Whether this is the message's last audio.</param>
/// <param name="IsInterjection">Whether nobody asked for the message.</param>
public sealed record BotVoice(string MessageId, ReadOnlyMemory<byte> Audio, int SampleRate, int ChunkIndex, bool IsFinal, bool IsInterjection) : EstuaryEvent;
