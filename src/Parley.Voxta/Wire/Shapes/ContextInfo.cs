namespace Parley.Voxta.Wire;

/// <summary>Knowledge in use.</summary>
public sealed record ContextInfo
{
    /// <summary>Its namespace.</summary>
    public string ContextKey { get; set; } = "";

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Its text.</summary>
    public string Text { get; set; } = "";

    /// <summary>Condition on flags.</summary>
    public string? FlagsFilter { get; set; }

    /// <summary>Only for the character in this role.</summary>
    public string? RoleFilter { get; set; }
}
