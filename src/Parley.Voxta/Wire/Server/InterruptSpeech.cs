namespace Parley.Voxta.Wire;

/// <summary>Stop playing now.</summary>
public sealed record InterruptSpeech : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid? MessageId { get; set; }
}
