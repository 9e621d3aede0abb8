namespace Parley.Voxta.Wire;

/// <summary>Asks for a reply now.</summary>
public sealed record TriggerReplyMessage : ClientSessionMessage
{
    /// <summary>Who replies; null lets the server choose.</summary>
    public Guid? CharacterId { get; set; }
}
