namespace Parley.VoxNexus.Wire;

/// <summary>The answer of <c>POST /v1/stt</c>.</summary>
public sealed record Transcription
{
    /// <summary>The request's name.</summary>
    public string RequestId { get; init; } = string.Empty;

    /// <summary>The text: rewritten when that was asked for, else the raw transcript; empty for silence.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The raw transcript; null from older servers.</summary>
    public string? Transcript { get; init; }

    /// <summary>Length of the audio in milliseconds.</summary>
    public long DurationMs { get; init; }

    /// <summary>ISO 8601 UTC; null from servers that leave it out.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>The recognised language; null when unknown.</summary>
    public string? Language { get; init; }

    /// <summary>0 to 1, older; null when absent.</summary>
    public double? Confidence { get; init; }

    /// <summary>The words, when timestamps were asked for; null otherwise.</summary>
    public IReadOnlyList<TranscriptWord>? Words { get; init; }

    /// <summary>Who spoke when, when that was asked for; null otherwise.</summary>
    public IReadOnlyList<SpeakerTurn>? Speakers { get; init; }
}
