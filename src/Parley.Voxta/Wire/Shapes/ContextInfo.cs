namespace Parley.Voxta.Wire;

/// <summary>Knowledge in use.</summary>
public sealed record ContextInfo
{
    /// <summary>Its namespace.</summary>
    public string ContextKey { get; init; } = "";

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Condition on flags.</summary>
    public string? FlagsFilter { get; init; }

    /// <summary>Only for the character in this role.</summary>
    public string? RoleFilter { get; init; }
}
