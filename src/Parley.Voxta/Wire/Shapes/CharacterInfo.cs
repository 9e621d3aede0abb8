namespace Parley.Voxta.Wire;

/// <summary>A character by name.</summary>
public sealed record CharacterInfo
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; set; }
}
