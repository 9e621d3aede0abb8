namespace Parley.Voxta.Wire;

/// <summary>Adds a character to the session.</summary>
public sealed record AddChatParticipantMessage : ClientSessionMessage
{
    /// <summary>The character.</summary>
    public Guid CharacterId { get; set; }

    /// <summary>Its scenario role.</summary>
    public string? Role { get; set; }
}
