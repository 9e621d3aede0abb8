namespace Parley.Voxta.Wire;

/// <summary>Open or close the microphone socket.</summary>
public sealed record RecordingRequest : ServerSessionMessage
{
    /// <summary>Open or close.</summary>
    public bool Enabled { get; set; }
}
