namespace Parley.Audio.VoiceActivity;

/// <summary>Something a <see cref="SpeechGate"/> has decided. Positions count samples since the gate's construction or reset.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">
/// Where it belongs in the audio: the onset of speech, where the silence of a pause began, where speech went on, or where speech
/// ended (before the silence that decided it).
/// </param>
/// <param name="AudioPosition">
/// For <see cref="SpeechGateEventKind.Started"/> the first sample of the utterance, pre-roll included and never one of an earlier
/// utterance. For all others the sample after the last one taken in.
/// </param>
/// <param name="Reason">Why it ended; <see cref="SpeechEndReason.None"/> unless <see cref="SpeechGateEventKind.Ended"/>.</param>
public readonly record struct SpeechGateEvent(
    SpeechGateEventKind Kind, long Position, long AudioPosition, SpeechEndReason Reason = SpeechEndReason.None);
