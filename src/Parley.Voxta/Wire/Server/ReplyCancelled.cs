namespace Parley.Voxta.Wire;

/// <summary>Generation ended with nothing kept.</summary>
public sealed record ReplyCancelled : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; set; }
}
