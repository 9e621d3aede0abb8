using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Settings;

/// <summary>Bounds of the whole server; a face states its own on top.</summary>
public sealed record LimitOptions
{
    /// <summary>WebSocket connections of all callers together; default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Connections of one API key to one face; default 1,000. A face may grant fewer.</summary>
    [Range(4, 1_000_000)]
    public int MaxConnectionsPerKey { get; init; } = 1_000;

    /// <summary>Failed authentications that one address may cause at once; default 20.</summary>
    [Range(1, 10_000)]
    public int AuthenticationFailureBurst { get; init; } = 20;

    /// <summary>Seconds until an address gets one more failed authentication; default 3.</summary>
    [Range(1, 3_600)]
    public int AuthenticationFailureSeconds { get; init; } = 3;

    /// <summary>Seconds a request may take to send its headers; default 15.</summary>
    [Range(1, 300)]
    public int HandshakeSeconds { get; init; } = 15;

    /// <summary>Largest body of a REST request, in bytes; default 30 MiB. An endpoint may allow another size.</summary>
    [Range(1_024, 1L << 32)]
    public long MaxRequestBytes { get; init; } = 30L << 20;

    /// <summary>Seconds that running work gets to end after a stop was asked for; default 10.</summary>
    [Range(0, 600)]
    public int DrainSeconds { get; init; } = 10;
}
