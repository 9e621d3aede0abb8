using Microsoft.AspNetCore.Http;

namespace Parley.SocketIo.AspNetCore;

/// <summary>Settings of a Socket.IO server. Defaults are the reference's where it has them. Read once, when the server is created.</summary>
public sealed class SocketIoServerOptions
{
    /// <summary>Time between pings. Default 25 s.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Time a pong may take before the connection is closed with "ping timeout". Default 20 s.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time an upgrade to WebSocket may take from its request on. Default 10 s.</summary>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time in which a new connection must have joined a namespace. Default 45 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Most bytes of one WebSocket message or polling body; more is answered by close code 1009 or status 413. Default 1,000,000.</summary>
    public int MaxPayload { get; set; } = 1_000_000;

    /// <summary>
    /// Most bytes of one WebSocket message or polling body until <see cref="SocketIoSocket.AllowMaxPayload"/>: what strangers may make the
    /// server hold, where clients say who they are inside the protocol. Default null: <see cref="MaxPayload"/> from the start.
    /// </summary>
    public int? MaxInitialPayload { get; set; }

    /// <summary>Most binary attachments of one packet. Default 10.</summary>
    public int MaxAttachments { get; set; } = 10;

    /// <summary>Transports offered. Default both.</summary>
    public SocketIoTransports Transports { get; set; } = SocketIoTransports.All;

    /// <summary>Whether polling clients are told that they may upgrade. Default true.</summary>
    public bool AllowUpgrades { get; set; } = true;

    /// <summary>
    /// Whether characters outside ASCII leave as <c>\uXXXX</c>, for clients that decode UTF-8 piecewise. Default false.
    /// </summary>
    public bool EscapeNonAscii { get; set; }

    /// <summary>Bytes that may wait for a client before it counts as slow. A larger single packet passes when nothing else waits. Default 1 MiB.</summary>
    public int SendBufferSize { get; set; } = 1024 * 1024;

    /// <summary>What happens beyond <see cref="SendBufferSize"/>. Default <see cref="SlowConsumerPolicy.Wait"/>.</summary>
    public SlowConsumerPolicy SlowConsumer { get; set; } = SlowConsumerPolicy.Wait;

    /// <summary>Time one write to a WebSocket may take before the connection is cut with "slow consumer". Default 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Events that may wait for one socket's handlers; then the connection is not read from. Default 256.</summary>
    public int ReceiveQueueLength { get; set; } = 256;

    /// <summary>
    /// Bytes that may wait for one socket's handlers; then the connection is not read from. A larger single packet passes when nothing else
    /// waits. Default 4 MiB.
    /// </summary>
    public int ReceiveQueueBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Time a client has to acknowledge, unless the call says otherwise. Default 30 s.</summary>
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Limit of what one connection may send. Default null: none.</summary>
    public SocketIoRateLimit? RateLimit { get; set; }

    /// <summary>Most connections at a time; further ones are refused with status 503. Default null: no limit.</summary>
    public int? MaxConnections { get; set; }

    /// <summary>
    /// Asked before a session is opened, on both transports: null lets it pass, a text refuses it with status 403 and
    /// <c>{"code":4,"message":text}</c>. Runs behind the host's own middleware. Default null: all pass.
    /// </summary>
    public Func<HttpContext, ValueTask<string?>>? AllowRequest { get; set; }

    /// <summary>
    /// Whether clients are told to stay away when the host stops: true sends each socket a disconnect packet before its
    /// connection is closed, false closes connections without one, so that clients reconnect. Default false.
    /// </summary>
    public bool DisconnectOnShutdown { get; set; }

    /// <summary>Time that connections get to take their last packets when the host stops. Default 2 s.</summary>
    public TimeSpan ShutdownDrain { get; set; } = TimeSpan.FromSeconds(2);

    internal void Validate()
    {
        Positive(PingInterval, nameof(PingInterval));
        Positive(PingTimeout, nameof(PingTimeout));
        Positive(UpgradeTimeout, nameof(UpgradeTimeout));
        Positive(ConnectTimeout, nameof(ConnectTimeout));
        Positive(SendTimeout, nameof(SendTimeout));
        Positive(AckTimeout, nameof(AckTimeout));
        Positive(ShutdownDrain, nameof(ShutdownDrain));
        AtLeast(MaxPayload, 1, nameof(MaxPayload));
        AtLeast(MaxInitialPayload ?? 1, 1, nameof(MaxInitialPayload));
        AtLeast(ReceiveQueueBytes, 1, nameof(ReceiveQueueBytes));
        AtLeast(MaxAttachments, 0, nameof(MaxAttachments));
        AtLeast(SendBufferSize, 1, nameof(SendBufferSize));
        AtLeast(ReceiveQueueLength, 1, nameof(ReceiveQueueLength));
        AtLeast(MaxConnections ?? 1, 1, nameof(MaxConnections));
        if ((Transports & SocketIoTransports.All) == 0 || (Transports & ~SocketIoTransports.All) != 0)
        {
            throw new InvalidOperationException($"{nameof(SocketIoServerOptions)}.{nameof(Transports)} names no transport.");
        }

        if (RateLimit is { } limit && !(limit.PacketsPerSecond > 0 && limit.Burst >= 1))
        {
            throw new InvalidOperationException($"{nameof(SocketIoServerOptions)}.{nameof(RateLimit)} needs a rate above 0 and a burst of at least 1.");
        }
    }

    internal SocketIoServerOptions Copy() => (SocketIoServerOptions)MemberwiseClone();

    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue)
        {
            throw new InvalidOperationException($"{nameof(SocketIoServerOptions)}.{name} must be above zero and below 24 days.");
        }
    }

    private static void AtLeast(int value, int least, string name)
    {
        if (value < least)
        {
            throw new InvalidOperationException($"{nameof(SocketIoServerOptions)}.{name} must be at least {least}.");
        }
    }
}
