namespace Parley.Voxta.Wire;

/// <summary>A message from a session, sent to its owner and its subscribers.</summary>
public abstract record ServerSessionMessage : ServerMessage
{
    /// <summary>The session; the zero id where a server sends none.</summary>
    public Guid SessionId { get; set; }
}
