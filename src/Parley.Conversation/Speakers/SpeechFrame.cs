namespace Parley.Conversation.Speakers;

/// <summary>A piece of speech on its way to a listener: signed 16-bit mono.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message.</param>
/// <param name="Index">Its number within the message, from 0.</param>
/// <param name="Samples">Valid until the next frame is asked for.</param>
/// <param name="SampleRate">Hertz.</param>
/// <param name="IsLast">Whether it is the message's last one with audio.</param>
public readonly record struct SpeechFrame(long TurnId, Guid MessageId, int Index, ReadOnlyMemory<short> Samples, int SampleRate, bool IsLast);
