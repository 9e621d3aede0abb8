namespace Parley.Realtime;

/// <summary>Bounds and taps of one <see cref="WebSocketConnection"/>.</summary>
public sealed record WebSocketConnectionOptions
{
    /// <summary>Largest message taken from the peer, default 4 MiB.</summary>
    public int MaxMessageBytes { get; init; } = WebSocketMessageReader.DefaultMaxMessageBytes;

    /// <summary>Bounds of what waits to be sent.</summary>
    public WebSocketSenderOptions Sender { get; init; } = new();

    /// <summary>How long a close may take, the peer's answer included, default 5 s; past it the socket is aborted.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>False for sockets whose zero-byte receives do not wait (Unity's); costs a buffer while idle. Default false.</summary>
    public bool WaitWithoutBuffer { get; init; }

    /// <summary>Sees the traffic; null for nobody.</summary>
    public TrafficTap? Tap { get; init; }

    /// <summary>What the tap must not see, default nothing.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
