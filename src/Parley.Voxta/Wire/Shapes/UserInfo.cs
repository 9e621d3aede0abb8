namespace Parley.Voxta.Wire;

/// <summary>A user.</summary>
public sealed record UserInfo
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; set; }
}
