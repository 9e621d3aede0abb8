namespace Parley.Conversation.Turns;

/// <summary>What the turn machine is told.</summary>
internal abstract record TurnEvent
{
    /// <summary>The player began to speak. Utterances are numbered upwards.</summary>
    public sealed record SpeechBegan(long Utterance) : TurnEvent;

    /// <summary>It is speech and means to interrupt: long enough, enough words, or a key was pressed.</summary>
    public sealed record SpeechConfirmed(long Utterance) : TurnEvent;

    /// <summary>The transcript of an utterance that asks for an answer.</summary>
    public sealed record TranscriptFinal(long Utterance, bool IsBackchannel) : TurnEvent;

    /// <summary>The utterance came to nothing: a cough, noise, an engine that failed, a client that takes the transcript itself.</summary>
    public sealed record UtteranceLost(long Utterance) : TurnEvent;

    /// <summary>No transcript came in time; it may still come.</summary>
    public sealed record TranscriptOverdue(long Utterance) : TurnEvent;

    /// <summary>A message or somebody asks for a reply.</summary>
    public sealed record ReplyWanted : TurnEvent;

    /// <summary>The turn has something to put out.</summary>
    public sealed record OutputReady(long Turn) : TurnEvent;

    /// <summary>Everything of the turn is out and played.</summary>
    public sealed record TurnDone(long Turn) : TurnEvent;

    /// <summary>The turn cannot go on.</summary>
    public sealed record TurnFailed(long Turn) : TurnEvent;

    /// <summary>Somebody wants silence.</summary>
    public sealed record InterruptWanted : TurnEvent;

    /// <summary>It was not decided in time whether the player interrupts.</summary>
    public sealed record HoldElapsed(long Utterance) : TurnEvent;
}
