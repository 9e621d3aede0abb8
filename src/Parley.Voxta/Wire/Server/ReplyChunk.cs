namespace Parley.Voxta.Wire;

/// <summary>One speakable piece of a reply, usually a sentence.</summary>
public sealed record ReplyChunk : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; init; }

    /// <summary>The character.</summary>
    public Guid SenderId { get; init; }

    /// <summary>First UTF-16 unit of the piece within the reply.</summary>
    public int StartIndex { get; init; }

    /// <summary>Unit after its last; the next piece begins there.</summary>
    public int EndIndex { get; init; }

    /// <summary>The text; concatenating all pieces gives the reply.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where its audio is, relative to the server; empty when there is none.</summary>
    public string AudioUrl { get; init; } = "";

    /// <summary>Whether a narrator speaks.</summary>
    public bool IsNarration { get; init; }

    /// <summary>Least silence in milliseconds since the clip before.</summary>
    public int? AudioGapMs { get; init; }

    /// <summary>Mood of the piece.</summary>
    public string? Affect { get; init; }

    /// <summary>Whether the mood is that of the piece before.</summary>
    public bool? AffectCarried { get; init; }
}
