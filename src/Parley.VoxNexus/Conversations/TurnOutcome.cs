namespace Parley.VoxNexus;

/// <summary>How a turn ended.</summary>
public enum TurnOutcome
{
    /// <summary>The reply was played to its end.</summary>
    Completed,

    /// <summary>The user spoke over the reply, or the caller cancelled it.</summary>
    Interrupted,

    /// <summary>The reply could not be made, or not be spoken.</summary>
    Failed,
}
