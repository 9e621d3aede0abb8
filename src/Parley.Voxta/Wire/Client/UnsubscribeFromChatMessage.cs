namespace Parley.Voxta.Wire;

/// <summary>Receives a session's events no longer.</summary>
public sealed record UnsubscribeFromChatMessage : ClientMessage
{
    /// <summary>The session.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>The chat whose session is meant, where the session is not named.</summary>
    public Guid? ChatId { get; set; }
}
