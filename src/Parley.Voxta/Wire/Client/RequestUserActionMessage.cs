namespace Parley.Voxta.Wire;

/// <summary>Asks the user's apps to do something.</summary>
public sealed record RequestUserActionMessage : ClientSessionMessage
{
    /// <summary>What the user is asked.</summary>
    public string? Message { get; set; }

    /// <summary>Where to do it; shown as text.</summary>
    public string? Url { get; set; }

    /// <summary>The same as one object.</summary>
    public UserInteractionInput? Input { get; set; }
}
