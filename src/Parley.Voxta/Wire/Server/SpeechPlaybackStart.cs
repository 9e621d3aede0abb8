namespace Parley.Voxta.Wire;

/// <summary>Playout of a reply has begun, or may begin.</summary>
public sealed record SpeechPlaybackStart : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; set; }

    /// <summary>First UTF-16 unit played.</summary>
    public int StartIndex { get; set; }

    /// <summary>Unit after the last.</summary>
    public int? EndIndex { get; set; }

    /// <summary>Length in seconds; 0 when unknown.</summary>
    public double Duration { get; set; }

    /// <summary>Whether a narrator speaks.</summary>
    public bool? IsNarration { get; set; }
}
