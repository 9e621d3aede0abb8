namespace Parley.Voxta.Wire;

/// <summary>Limits on a reply.</summary>
public sealed record GenerateConstraint
{
    /// <summary>Most tokens.</summary>
    public int? MaxNewTokens { get; set; }

    /// <summary>Most sentences.</summary>
    public int? MaxSentences { get; set; }

    /// <summary>Whether line breaks are allowed.</summary>
    public bool? AllowMultipleLines { get; set; }

    /// <summary>Whether the history is part of the prompt.</summary>
    public bool? IncludeChatHistory { get; set; }
}
