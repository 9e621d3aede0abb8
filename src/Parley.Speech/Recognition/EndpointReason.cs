namespace Parley.Speech.Recognition;

/// <summary>What ended an utterance.</summary>
public enum EndpointReason
{
    /// <summary>The configured silence, in audio time.</summary>
    Silence,

    /// <summary>No audio came for the configured time, by the clock.</summary>
    Stall,

    /// <summary>The utterance reached its greatest length.</summary>
    MaxUtterance,

    /// <summary>The session was flushed.</summary>
    Flush,
}
