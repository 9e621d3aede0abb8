namespace Parley.SocketIo.AspNetCore;

/// <summary>How clients may reach the server.</summary>
[Flags]
public enum SocketIoTransports
{
    /// <summary>None; not a valid setting.</summary>
    None = 0,

    /// <summary>HTTP long-polling.</summary>
    Polling = 1,

    /// <summary>WebSocket.</summary>
    WebSocket = 2,

    /// <summary>Both.</summary>
    All = Polling | WebSocket,
}
