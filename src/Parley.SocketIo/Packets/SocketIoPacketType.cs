namespace Parley.SocketIo.Packets;

/// <summary>The packet types of Socket.IO protocol 5; on the wire the value is one ASCII digit.</summary>
public enum SocketIoPacketType
{
    /// <summary><c>0</c>: joins a namespace, or accepts that.</summary>
    Connect = 0,

    /// <summary><c>1</c>: leaves a namespace.</summary>
    Disconnect = 1,

    /// <summary><c>2</c>: an event.</summary>
    Event = 2,

    /// <summary><c>3</c>: acknowledges an event.</summary>
    Ack = 3,

    /// <summary><c>4</c>: refuses a namespace.</summary>
    ConnectError = 4,

    /// <summary><c>5</c>: an event with binary attachments.</summary>
    BinaryEvent = 5,

    /// <summary><c>6</c>: an acknowledgement with binary attachments.</summary>
    BinaryAck = 6,
}
