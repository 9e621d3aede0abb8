namespace Parley.SocketIo.EngineIo;

/// <summary>Why an Engine.IO server refuses a request: the <c>code</c> of the answer <c>{"code":…,"message":…}</c>.</summary>
public enum EngineIoError
{
    /// <summary>0, "Transport unknown".</summary>
    UnknownTransport = 0,

    /// <summary>1, "Session ID unknown".</summary>
    UnknownSessionId = 1,

    /// <summary>2, "Bad handshake method": a session is opened with GET only.</summary>
    BadHandshakeMethod = 2,

    /// <summary>3, "Bad request".</summary>
    BadRequest = 3,

    /// <summary>4, "Forbidden": refused by the application; answered with status 403.</summary>
    Forbidden = 4,

    /// <summary>5, "Unsupported protocol version": <c>EIO</c> is missing or not 4.</summary>
    UnsupportedProtocolVersion = 5,
}
