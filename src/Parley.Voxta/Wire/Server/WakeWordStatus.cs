namespace Parley.Voxta.Wire;

/// <summary>State of the wake word.</summary>
public sealed record WakeWordStatus : ServerSessionMessage
{
    /// <summary>Whether it is in use.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether it is awaited.</summary>
    public bool StandBy { get; init; }
}
