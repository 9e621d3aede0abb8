namespace Parley.Bench.Load.Voice;

/// <summary>Something a caller was told.</summary>
/// <param name="Name">The event's name on the wire.</param>
/// <param name="At">When it had been received, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="MessageId">The message it belongs to; empty for none.</param>
/// <param name="Samples">Samples of audio in it.</param>
/// <param name="IsFinal">Whether it is the last of its kind.</param>
internal readonly record struct VoiceEvent(string Name, long At, string MessageId, int Samples, bool IsFinal)
{
    public const string Voice = "bot_voice";
    public const string Interrupt = "interrupt";
    public const string Transcript = "stt_response";
}
