namespace Parley.Voxta.Wire;

/// <summary>A message to a session.</summary>
public abstract record ClientSessionMessage : ClientMessage
{
    /// <summary>The session; null means the one this connection owns, else the only one it subscribed to.</summary>
    public Guid? SessionId { get; set; }
}
