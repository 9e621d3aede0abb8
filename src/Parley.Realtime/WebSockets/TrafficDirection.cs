namespace Parley.Realtime;

/// <summary>Which way a message went.</summary>
public enum TrafficDirection
{
    /// <summary>To the peer.</summary>
    Sent,

    /// <summary>From the peer.</summary>
    Received,
}
