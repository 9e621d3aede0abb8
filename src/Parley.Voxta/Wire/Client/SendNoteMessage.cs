namespace Parley.Voxta.Wire;

/// <summary>Adds a note that triggers no reply.</summary>
public sealed record SendNoteMessage : ClientSessionMessage
{
    /// <summary>The text.</summary>
    public string? Text { get; set; }
}
