namespace Parley.Voxta.Wire;

/// <summary>Whether recognition listens.</summary>
public sealed record RecordingStatus : ServerSessionMessage
{
    /// <summary>Whether it does.</summary>
    public bool Enabled { get; set; }
}
