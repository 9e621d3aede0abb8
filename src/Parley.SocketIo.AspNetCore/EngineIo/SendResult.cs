namespace Parley.SocketIo.AspNetCore.EngineIo;

internal enum SendResult
{
    Sent,

    /// <summary>Taken, and the caller should wait for room before the next.</summary>
    Full,
    Dropped,
    Closed,
}
