namespace Parley.Voxta.Wire;

/// <summary>Speaks a stored message again, or a text without storing it.</summary>
public sealed record SpeakMessage : ClientSessionMessage
{
    /// <summary>The message; null for the last one.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>A text to speak instead.</summary>
    public string? Text { get; set; }
}
