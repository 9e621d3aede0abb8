namespace Parley.Voxta.Wire;

/// <summary>The app began playing a chunk.</summary>
public sealed record SpeechPlaybackStartMessage : ClientSessionMessage
{
    /// <summary>The message played.</summary>
    public Guid MessageId { get; set; }

    /// <summary>First UTF-16 unit of the chunk.</summary>
    public int StartIndex { get; set; }

    /// <summary>Unit after its last.</summary>
    public int EndIndex { get; set; }

    /// <summary>Length in seconds; 0 for text only.</summary>
    public double Duration { get; set; }

    /// <summary>Whether a narrator speaks.</summary>
    public bool IsNarration { get; set; }
}
