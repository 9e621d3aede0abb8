namespace Parley.Voxta.Wire;

/// <summary>Format of the binary audio that follows on this connection; Parley's own.</summary>
public sealed record AudioOutputFormat : ServerMessage
{
    /// <summary><c>audio/pcm</c>.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>Samples per second.</summary>
    public int SampleRate { get; init; }

    /// <summary>Channels, 1.</summary>
    public int Channels { get; init; }

    /// <summary>Bits of a sample, 16.</summary>
    public int BitsPerSample { get; init; }
}
