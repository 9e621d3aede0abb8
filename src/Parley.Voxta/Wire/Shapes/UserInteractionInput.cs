namespace Parley.Voxta.Wire;

/// <summary>What the user is asked.</summary>
public sealed record UserInteractionInput
{
    /// <summary>What is asked.</summary>
    public string? Message { get; set; }

    /// <summary>Where to do it.</summary>
    public string? Url { get; set; }

    /// <summary>The module that asks.</summary>
    public string? ModuleId { get; set; }
}
