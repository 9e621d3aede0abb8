using Parley.Voxta.Wire;

namespace Parley.Server.Voxta;

/// <summary>What an app said of itself in <c>authenticate</c>.</summary>
internal sealed record AppIdentity(string Client, ClientProfile Profile, ClientCapabilities Capabilities, AppPermissions Permissions)
{
    /// <summary>Whether raw PCM goes to it: only ever to an app that asked for it (specification §1.8.3).</summary>
    public bool TakesRawAudio => Is(Capabilities.AudioOutput, "WebSocketStream");

    /// <summary>Whether it records the user itself and streams the audio, when it is asked to.</summary>
    public bool StreamsMicrophone => Is(Capabilities.AudioInput, "WebSocketStream");

    /// <summary>Whether it fetches and plays URLs. <c>LocalFile</c> is answered the same way: no file is written for a client.</summary>
    public bool PlaysUrls => Is(Capabilities.AudioOutput, "Url") || Is(Capabilities.AudioOutput, "LocalFile");

    /// <summary>Whether it declared that no chat may start by itself.</summary>
    public bool RefusesAutoSession => Capabilities.Features?.Contains("no-auto-session", StringComparer.OrdinalIgnoreCase) ?? false;

    public bool CanCapture(string source) =>
        Is(Capabilities.VisionCapture, "PostImage") && (Capabilities.VisionSources?.Contains(source, StringComparer.OrdinalIgnoreCase) ?? false);

    /// <summary>Whether its scopes give all of <paramref name="permissions"/>.</summary>
    public bool May(AppPermissions permissions) => (Permissions & permissions) == permissions;

    private static bool Is(string value, string name) => string.Equals(value, name, StringComparison.OrdinalIgnoreCase);
}
