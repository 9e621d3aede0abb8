namespace Parley.Voxta.Wire;

/// <summary>Ends a session.</summary>
public sealed record StopChatMessage : ClientMessage
{
    /// <summary>The session; null means the one this connection owns.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>The chat whose session to end, where the session is not named.</summary>
    public Guid? ChatId { get; set; }
}
