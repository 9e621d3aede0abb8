namespace Parley.Voxta.Wire;

/// <summary>Establishes identity; the first message of every connection, and repeated to change capabilities.</summary>
public sealed record AuthenticateMessage : ClientMessage
{
    /// <summary>Name of the app, e.g. <c>Voxta.Client.Web</c>; servers choose the API version by it.</summary>
    public string Client { get; set; } = "";

    /// <summary>Version of the app.</summary>
    public string? ClientVersion { get; set; }

    /// <summary>Bundles of rights asked for; default <c>role:app</c>.</summary>
    public IReadOnlyList<string> Scope { get; set; } = ["role:app"];

    /// <summary>What the app can play, record and see.</summary>
    public ClientCapabilities Capabilities { get; set; } = new();
}
