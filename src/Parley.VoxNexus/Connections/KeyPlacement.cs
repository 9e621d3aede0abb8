namespace Parley.VoxNexus;

/// <summary>Where the key of a WebSocket handshake goes.</summary>
public enum KeyPlacement
{
    /// <summary>The header <c>X-Api-Key</c>: it stays out of access logs.</summary>
    Header,

    /// <summary>The query parameter <c>token</c>, percent-encoded: for hosts that cannot set headers (browsers, some game engines).</summary>
    Query,
}
