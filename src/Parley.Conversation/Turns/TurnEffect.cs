namespace Parley.Conversation.Turns;

/// <summary>What the session does when the turn machine says so, in order.</summary>
internal abstract record TurnEffect
{
    /// <summary>Takes an utterance's transcript as the player's message.</summary>
    public sealed record TakeUtterance(long Utterance) : TurnEffect;

    /// <summary>Begins a turn.</summary>
    public sealed record BeginTurn(long Turn) : TurnEffect;

    /// <summary>Lets the turn's output begin.</summary>
    public sealed record BeginOutput(long Turn) : TurnEffect;

    /// <summary>Holds the turn's output and waits for a decision about the utterance.</summary>
    public sealed record HoldOutput(long Turn, long Utterance) : TurnEffect;

    /// <summary>Lets held output go on.</summary>
    public sealed record ResumeOutput(long Turn) : TurnEffect;

    /// <summary>Ends the turn at once: engines stop, output is dropped, history keeps what was heard.</summary>
    public sealed record CancelTurn(long Turn, bool BySpeech) : TurnEffect;

    /// <summary>The turn has ended by itself.</summary>
    public sealed record EndTurn(long Turn, bool Failed) : TurnEffect;

    /// <summary>Nothing is going on: the conversation may continue by itself.</summary>
    public sealed record Rest : TurnEffect;
}
