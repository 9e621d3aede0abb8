namespace Parley.Voxta.Hub;

/// <summary>Kind of a hub record, by the numbers of the SignalR hub protocol.</summary>
public enum HubRecordType
{
    /// <summary>No kind: ignored.</summary>
    None = 0,

    /// <summary>A call of a method on the other side.</summary>
    Invocation = 1,

    /// <summary>An item of a stream; not used by Voxta.</summary>
    StreamItem = 2,

    /// <summary>The answer to an invocation with an id.</summary>
    Completion = 3,

    /// <summary>A call that wants a stream; refused.</summary>
    StreamInvocation = 4,

    /// <summary>Ends a stream; ignored.</summary>
    CancelInvocation = 5,

    /// <summary>Shows that the sender lives.</summary>
    Ping = 6,

    /// <summary>The sender is about to close the connection.</summary>
    Close = 7,

    /// <summary>Stateful reconnect; not offered.</summary>
    Ack = 8,

    /// <summary>Stateful reconnect; not offered.</summary>
    Sequence = 9,
}
