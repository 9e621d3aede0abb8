namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>What stands above an Engine.IO session.</summary>
internal interface IEngineIoReceiver
{
    /// <summary>
    /// One message; never called concurrently for a session. The buffer is the receiver's from now on, the message starts at
    /// <paramref name="offset"/>. Nothing more is read from the peer until the task ends.
    /// </summary>
    ValueTask ReceiveAsync(PooledBuffer message, int offset, bool isBinary);

    /// <summary>The deadline set by <see cref="EngineIoSession.SetReceiverDeadline"/> has passed.</summary>
    void DeadlinePassed();

    /// <summary>The session has ended; called once, no message follows that was not being received already.</summary>
    void Closed(SocketIoDisconnectReason reason);
}
