namespace Parley.Voxta.Wire;

/// <summary>How a deployment went.</summary>
public sealed record DeployResourceResult : ServerMessage
{
    /// <summary>Whether it was installed.</summary>
    public bool Success { get; set; }

    /// <summary>Its id here.</summary>
    public Guid? Id { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Its version.</summary>
    public string? Version { get; set; }

    /// <summary>Why it was not installed.</summary>
    public string? Error { get; set; }

    /// <summary>What a package held and the server cannot use, for people; null for nothing. Parley's servers say it.</summary>
    public IReadOnlyList<string>? LeftOut { get; set; }
}
