namespace Parley.Voxta.Wire;

/// <summary>What an app can play, record and see.</summary>
public sealed record ClientCapabilities
{
    /// <summary>None, WebSocketStream or Disabled; default None.</summary>
    public string AudioInput { get; set; } = "None";

    /// <summary>None, Url, LocalFile, Disabled or WebSocketStream; default None.</summary>
    public string AudioOutput { get; set; } = "None";

    /// <summary>Folder for LocalFile.</summary>
    public string? AudioFolder { get; set; }

    /// <summary>In order of preference; null means <c>audio/x-wav</c>.</summary>
    public IReadOnlyList<string>? AcceptedAudioContentTypes { get; set; }

    /// <summary>None, PostImage or Disabled; default None.</summary>
    public string VisionCapture { get; set; } = "None";

    /// <summary>Screen, Eyes, Attachment.</summary>
    public IReadOnlyList<string>? VisionSources { get; set; }

    /// <summary>Features the app declares.</summary>
    public IReadOnlyList<string>? Features { get; set; }
}
