namespace Parley.Voxta.Wire;

/// <summary>A document of the chat changed.</summary>
public sealed record DocumentUpdated : ServerSessionMessage
{
    /// <summary>The document.</summary>
    public Guid DocumentId { get; set; }

    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>Size of the title in tokens.</summary>
    public int TitleTokens { get; set; }

    /// <summary>Its text; with no title either, it was deleted.</summary>
    public string? Content { get; set; }

    /// <summary>Size of the text in tokens.</summary>
    public int ContentTokens { get; set; }
}
