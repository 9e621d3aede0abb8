namespace Parley.Voxta.Wire;

/// <summary>A service that runs.</summary>
public sealed record ModuleInstance
{
    /// <summary>Its id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its name for people.</summary>
    public string? Label { get; set; }

    /// <summary>How it stands.</summary>
    public string? Status { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? CreatedAt { get; set; }
}
