namespace Parley.Voxta.Wire;

/// <summary>Format of the binary audio that follows on this connection; Parley's own.</summary>
public sealed record AudioOutputFormat : ServerMessage
{
    /// <summary><c>audio/pcm</c>.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>Samples per second.</summary>
    public int SampleRate { get; set; }

    /// <summary>Channels, 1.</summary>
    public int Channels { get; set; }

    /// <summary>Bits of a sample, 16.</summary>
    public int BitsPerSample { get; set; }
}
