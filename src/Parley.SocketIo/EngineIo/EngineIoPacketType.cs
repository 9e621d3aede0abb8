namespace Parley.SocketIo.EngineIo;

/// <summary>The packet types of Engine.IO protocol 4; on the wire the value is one ASCII digit.</summary>
public enum EngineIoPacketType
{
    /// <summary><c>0</c>, server to client: the handshake (<see cref="EngineIoHandshake"/>).</summary>
    Open = 0,

    /// <summary><c>1</c>: the sender closes the transport.</summary>
    Close = 1,

    /// <summary><c>2</c>: heartbeat from the server, or <c>2probe</c> from an upgrading client.</summary>
    Ping = 2,

    /// <summary><c>3</c>: answer to a ping, or <c>3probe</c> from the server.</summary>
    Pong = 3,

    /// <summary><c>4</c>: a message. Binary messages carry no digit (WebSocket) or are <c>b</c> and base64 (polling).</summary>
    Message = 4,

    /// <summary><c>5</c>, client to server: the upgrade is complete.</summary>
    Upgrade = 5,

    /// <summary><c>6</c>: ends a poll without content.</summary>
    Noop = 6,
}
