namespace Parley.Conversation.Turns;

/// <summary>All that the turn machine knows.</summary>
internal readonly record struct TurnState
{
    public TurnPhase Phase { get; init; }

    /// <summary>The turn in progress; 0 for none.</summary>
    public long Turn { get; init; }

    /// <summary>The last turn that was begun.</summary>
    public long LastTurn { get; init; }

    /// <summary>The player's utterance in progress or awaiting its transcript; 0 for none.</summary>
    public long Utterance { get; init; }

    /// <summary>The last utterance whose transcript was taken: another one for it is a repetition.</summary>
    public long LastFinal { get; init; }

    /// <summary>While interrupted: whether some of the reply was out already.</summary>
    public bool IsOut { get; init; }

    /// <summary>While interrupted: whether the reply has something to put out as soon as it may.</summary>
    public bool IsReady { get; init; }

    /// <summary>The player said something that no turn answers yet.</summary>
    public bool IsOwed { get; init; }
}
