namespace Parley.Voxta.Wire;

/// <summary>A picture of a stored message.</summary>
public sealed record ChatMessageAttachment
{
    /// <summary>Its id.</summary>
    public string? Id { get; set; }

    /// <summary>Its media type.</summary>
    public string? ContentType { get; set; }

    /// <summary>Where it is, relative to the server.</summary>
    public string? Url { get; set; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; set; }

    /// <summary>What it shows, in words.</summary>
    public string? Description { get; set; }

    /// <summary>File name.</summary>
    public string? FileName { get; set; }

    /// <summary>Short name.</summary>
    public string? Label { get; set; }

    /// <summary>Pixels.</summary>
    public int? Width { get; set; }

    /// <summary>Pixels.</summary>
    public int? Height { get; set; }
}
