namespace Parley.Conversation.Speakers;

/// <summary>What a listener takes.</summary>
public enum SpeakerKind
{
    /// <summary>PCM frames, paced by the session.</summary>
    Frames,

    /// <summary>Whole clips that the listener fetches and plays itself.</summary>
    Clips,
}
