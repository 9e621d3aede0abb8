namespace Parley.SocketIo.EngineIo.Client;

/// <summary>What stands above an Engine.IO client connection.</summary>
internal interface IEngineIoClientReceiver
{
    /// <summary>Called at the beginning of each loop that delivers messages, in its execution context.</summary>
    void EnterLoop();

    /// <summary>
    /// One message; never called concurrently. The buffer is the receiver's from now on, the message starts at
    /// <paramref name="offset"/>. Nothing more is read until the task ends.
    /// </summary>
    ValueTask ReceiveAsync(PooledBuffer message, int offset, bool isBinary);

    /// <summary>The connection has ended; called once.</summary>
    void Closed(SocketIoDisconnectReason reason, Exception? error);
}
