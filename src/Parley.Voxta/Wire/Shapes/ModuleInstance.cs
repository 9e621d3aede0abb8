namespace Parley.Voxta.Wire;

/// <summary>A service that runs.</summary>
public sealed record ModuleInstance
{
    /// <summary>Its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its name for people.</summary>
    public string? Label { get; init; }

    /// <summary>How it stands.</summary>
    public string? Status { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
