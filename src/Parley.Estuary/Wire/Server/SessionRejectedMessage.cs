namespace Parley.Estuary.Wire;

/// <summary><c>session_rejected</c>: a policy refuses the session; the server disconnects.</summary>
public sealed record SessionRejectedMessage
{
    /// <summary><c>concurrent_limit</c> or another word.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How many sessions may be open.</summary>
    public int Cap { get; set; }

    /// <summary>The share link's token; null when it was none.</summary>
    public string? ShareTokenId { get; set; }
}
