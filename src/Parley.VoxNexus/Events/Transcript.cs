namespace Parley.VoxNexus;

/// <summary>What was recognised. Times are the caller's: from the first sample ever given to the client, across flushes and reconnects.</summary>
public abstract record Transcript : VoxNexusEvent
{
    /// <summary>The utterance's text, whole.</summary>
    public required string Text { get; init; }

    /// <summary>Where the utterance begins.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>Where it ends, or ended so far.</summary>
    public TimeSpan End { get; init; }

    /// <summary>The recognised language; null when the service does not say.</summary>
    public string? Language { get; init; }

    /// <summary>The service's name for the session.</summary>
    public string RequestId { get; init; } = string.Empty;

    /// <summary>The service's name for the utterance; null when it gives none.</summary>
    public string? SegmentId { get; init; }
}
