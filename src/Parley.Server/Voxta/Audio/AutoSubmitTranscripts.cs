namespace Parley.Server.Voxta.Audio;

/// <summary>Whether the server sends what an app recognised but did not send.</summary>
internal enum AutoSubmitTranscripts
{
    /// <summary>What came by raw audio on the hub, whose apps have no code for it; apps with a microphone socket send it themselves.</summary>
    Auto,

    /// <summary>Apps always send it themselves.</summary>
    Never,

    /// <summary>Whatever the app does not send in time.</summary>
    Always,
}
