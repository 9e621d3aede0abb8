namespace Parley.Voxta.Wire;

/// <summary>What an app can play, record and see.</summary>
public sealed record ClientCapabilities
{
    /// <summary>None, WebSocketStream or Disabled; default None.</summary>
    public string AudioInput { get; init; } = "None";

    /// <summary>None, Url, LocalFile, Disabled or WebSocketStream; default None.</summary>
    public string AudioOutput { get; init; } = "None";

    /// <summary>Folder for LocalFile.</summary>
    public string? AudioFolder { get; init; }

    /// <summary>In order of preference; null means <c>audio/x-wav</c>.</summary>
    public IReadOnlyList<string>? AcceptedAudioContentTypes { get; init; }

    /// <summary>None, PostImage or Disabled; default None.</summary>
    public string VisionCapture { get; init; } = "None";

    /// <summary>Screen, Eyes, Attachment.</summary>
    public IReadOnlyList<string>? VisionSources { get; init; }

    /// <summary>Features the app declares.</summary>
    public IReadOnlyList<string>? Features { get; init; }
}
