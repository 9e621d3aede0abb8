namespace Parley.Voxta.Wire;

/// <summary>A picture sent with a message.</summary>
public sealed record Attachment
{
    /// <summary>The picture as a data URI.</summary>
    public string? Base64Url { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>File name.</summary>
    public string? FileName { get; init; }

    /// <summary>What it shows.</summary>
    public string? Label { get; init; }
}
