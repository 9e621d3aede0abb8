namespace Parley.Voxta.Wire;

/// <summary>Removes a character from the session.</summary>
public sealed record RemoveChatParticipantMessage : ClientSessionMessage
{
    /// <summary>The character.</summary>
    public Guid CharacterId { get; set; }
}
