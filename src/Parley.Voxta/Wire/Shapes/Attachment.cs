namespace Parley.Voxta.Wire;

/// <summary>A picture sent with a message.</summary>
public sealed record Attachment
{
    /// <summary>The picture as a data URI.</summary>
    public string? Base64Url { get; set; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; set; }

    /// <summary>File name.</summary>
    public string? FileName { get; set; }

    /// <summary>What it shows.</summary>
    public string? Label { get; set; }
}
