namespace Parley.Conversation.Turns;

/// <summary>How a turn ended.</summary>
public enum TurnOutcome
{
    /// <summary>The reply was given and played to its end.</summary>
    Completed,

    /// <summary>There was nothing to say: an action or a flag suppressed the reply.</summary>
    Suppressed,

    /// <summary>It was interrupted.</summary>
    Interrupted,

    /// <summary>An engine or the store failed.</summary>
    Failed,
}
