namespace Parley.Voxta.Wire;

/// <summary>A picture of a stored message.</summary>
public sealed record ChatMessageAttachment
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Its media type.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where it is, relative to the server.</summary>
    public string? Url { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>What it shows, in words.</summary>
    public string? Description { get; init; }

    /// <summary>File name.</summary>
    public string? FileName { get; init; }

    /// <summary>Short name.</summary>
    public string? Label { get; init; }

    /// <summary>Pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels.</summary>
    public int? Height { get; init; }
}
