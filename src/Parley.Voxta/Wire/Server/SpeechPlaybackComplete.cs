namespace Parley.Voxta.Wire;

/// <summary>Playout of a reply is over.</summary>
public sealed record SpeechPlaybackComplete : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; set; }
}
