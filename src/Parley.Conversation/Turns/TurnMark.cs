namespace Parley.Conversation.Turns;

/// <summary>What a turn's clock notes.</summary>
internal enum TurnMark
{
    SpeechEnd,
    Endpoint,
    FinalTranscript,
    ReplyRequested,
    FirstToken,
    FirstSentence,
    SynthesisRequested,
    FirstSamples,
    FirstAudio,
    ReplyEnd,
    Played,
}
