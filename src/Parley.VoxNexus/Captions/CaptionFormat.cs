namespace Parley.VoxNexus;

/// <summary>File formats of captions.</summary>
public enum CaptionFormat
{
    /// <summary>SubRip: numbered cues, CRLF line ends.</summary>
    Srt,

    /// <summary>WebVTT.</summary>
    Vtt,
}
