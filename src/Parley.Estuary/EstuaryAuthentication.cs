namespace Parley.Estuary;

/// <summary>How the credentials reach the server; servers take both (specification §1.3).</summary>
public enum EstuaryAuthentication
{
    /// <summary>With the namespace's CONNECT packet: one exchange less.</summary>
    ConnectPacket,

    /// <summary>As the event <c>authenticate</c> after an empty CONNECT.</summary>
    AuthenticateEvent,
}
