namespace Parley.SocketIo.AspNetCore;

/// <summary>What happens to events for a client that does not take them as fast as they are emitted.</summary>
public enum SlowConsumerPolicy
{
    /// <summary>
    /// Emitting waits for room. Whoever emits without awaiting, beyond twice the buffer, has the connection closed with the
    /// reason "slow consumer".
    /// </summary>
    Wait = 0,

    /// <summary>Events that do not fit are dropped and counted (<see cref="SocketIoSocket.DroppedEvents"/>). Acknowledgements are kept.</summary>
    Drop = 1,

    /// <summary>The connection is closed with the reason "slow consumer".</summary>
    Disconnect = 2,
}
