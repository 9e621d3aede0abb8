namespace Parley.Voxta.Wire;

/// <summary>How a deployment went.</summary>
public sealed record DeployResourceResult : ServerMessage
{
    /// <summary>Whether it was installed.</summary>
    public bool Success { get; init; }

    /// <summary>Its id here.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Why it was not installed.</summary>
    public string? Error { get; init; }
}
