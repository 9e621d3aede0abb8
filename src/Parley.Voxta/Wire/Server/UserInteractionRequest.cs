namespace Parley.Voxta.Wire;

/// <summary>The user is needed.</summary>
public sealed record UserInteractionRequest : ServerMessage
{
    /// <summary>The request.</summary>
    public Guid RequestId { get; set; }

    /// <summary>What is asked.</summary>
    public string? Message { get; set; }

    /// <summary>Where to do it.</summary>
    public string? Url { get; set; }

    /// <summary>The module that asks.</summary>
    public string? ModuleId { get; set; }

    /// <summary>The same as one object.</summary>
    public UserInteractionInput? Input { get; set; }
}
