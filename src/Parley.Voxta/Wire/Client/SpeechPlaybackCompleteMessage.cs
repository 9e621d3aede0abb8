namespace Parley.Voxta.Wire;

/// <summary>The app has finished playing a whole reply.</summary>
public sealed record SpeechPlaybackCompleteMessage : ClientSessionMessage
{
    /// <summary>The message played.</summary>
    public Guid MessageId { get; set; }
}
