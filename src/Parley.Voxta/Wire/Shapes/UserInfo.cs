namespace Parley.Voxta.Wire;

/// <summary>A user.</summary>
public sealed record UserInfo
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its picture.</summary>
    public string? ThumbnailUrl { get; init; }
}
