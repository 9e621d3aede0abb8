namespace Parley.Voxta.Wire;

/// <summary>One speakable piece of a reply, usually a sentence.</summary>
public sealed record ReplyChunk : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; set; }

    /// <summary>The character.</summary>
    public Guid SenderId { get; set; }

    /// <summary>First UTF-16 unit of the piece within the reply.</summary>
    public int StartIndex { get; set; }

    /// <summary>Unit after its last; the next piece begins there.</summary>
    public int EndIndex { get; set; }

    /// <summary>The text; concatenating all pieces gives the reply.</summary>
    public string Text { get; set; } = "";

    /// <summary>Where its audio is, relative to the server; empty when there is none.</summary>
    public string AudioUrl { get; set; } = "";

    /// <summary>Whether a narrator speaks.</summary>
    public bool IsNarration { get; set; }

    /// <summary>Least silence in milliseconds since the clip before.</summary>
    public int? AudioGapMs { get; set; }

    /// <summary>Mood of the piece.</summary>
    public string? Affect { get; set; }

    /// <summary>Whether the mood is that of the piece before.</summary>
    public bool? AffectCarried { get; set; }
}
