namespace Parley.Voxta.Wire;

/// <summary>Tells the character something the user does not see.</summary>
public sealed record SendSecretMessage : ClientSessionMessage
{
    /// <summary>The text.</summary>
    public string? Text { get; set; }
}
