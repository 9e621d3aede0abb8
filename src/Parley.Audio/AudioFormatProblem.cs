namespace Parley.Audio;

/// <summary>What is wrong with audio data.</summary>
public enum AudioFormatProblem
{
    /// <summary>It is not what it claims to be.</summary>
    Malformed,

    /// <summary>It is well formed, in a codec, rate or layout that is not supported.</summary>
    Unsupported,

    /// <summary>It ends before it should.</summary>
    Truncated,
}
