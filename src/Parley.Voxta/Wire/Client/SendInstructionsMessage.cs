namespace Parley.Voxta.Wire;

/// <summary>Adds instructions for the model.</summary>
public sealed record SendInstructionsMessage : ClientSessionMessage
{
    /// <summary>The text.</summary>
    public string? Text { get; set; }
}
