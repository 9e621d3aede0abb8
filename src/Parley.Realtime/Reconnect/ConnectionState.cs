namespace Parley.Realtime;

/// <summary>Where a client's connection stands.</summary>
public enum ConnectionState
{
    /// <summary>Not connected yet.</summary>
    Disconnected,

    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Open and ready.</summary>
    Connected,

    /// <summary>Lost; waiting for or making another attempt.</summary>
    Reconnecting,

    /// <summary>Being closed on this side.</summary>
    Closing,

    /// <summary>Over for good.</summary>
    Closed,
}
