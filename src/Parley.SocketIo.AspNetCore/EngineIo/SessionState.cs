namespace Parley.SocketIo.AspNetCore.EngineIo;

internal enum SessionState
{
    Open,

    /// <summary>The receiver has been told; the transport still takes what is left.</summary>
    Closing,

    Ended,
}
