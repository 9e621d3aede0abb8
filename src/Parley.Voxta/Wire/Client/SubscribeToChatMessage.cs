namespace Parley.Voxta.Wire;

/// <summary>Receives a session's events from now on; answered by a snapshot in <see cref="ChatStarted"/>. Idempotent.</summary>
public sealed record SubscribeToChatMessage : ClientMessage
{
    /// <summary>The session.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>The chat whose session is meant, where the session is not named.</summary>
    public Guid? ChatId { get; set; }
}
