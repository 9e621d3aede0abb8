namespace Parley.Voxta.Wire;

/// <summary>The user stopped typing.</summary>
public sealed record TypingEndMessage : ClientSessionMessage
{
    /// <summary>Whether the text was sent.</summary>
    public bool Sent { get; set; }
}
