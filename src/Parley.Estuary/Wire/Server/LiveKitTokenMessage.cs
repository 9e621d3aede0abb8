namespace Parley.Estuary.Wire;

/// <summary><c>livekit_token</c>: access to a room.</summary>
public sealed record LiveKitTokenMessage
{
    /// <summary>The token.</summary>
    public string Token { get; set; } = "";

    /// <summary>The server's address.</summary>
    public string Url { get; set; } = "";

    /// <summary>The room.</summary>
    public string Room { get; set; } = "";
}
