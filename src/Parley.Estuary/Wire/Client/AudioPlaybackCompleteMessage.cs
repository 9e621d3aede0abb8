namespace Parley.Estuary.Wire;

/// <summary><c>audio_playback_complete</c>: an answer has been played.</summary>
public sealed record AudioPlaybackCompleteMessage
{
    /// <summary>The message; null for the current one.</summary>
    public string? MessageId { get; set; }
}
