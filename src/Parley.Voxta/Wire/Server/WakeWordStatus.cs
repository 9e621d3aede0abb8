namespace Parley.Voxta.Wire;

/// <summary>State of the wake word.</summary>
public sealed record WakeWordStatus : ServerSessionMessage
{
    /// <summary>Whether it is in use.</summary>
    public bool Enabled { get; set; }

    /// <summary>Whether it is awaited.</summary>
    public bool StandBy { get; set; }
}
