namespace Parley.Audio.Wav;

/// <summary>How a WAV file stores its samples.</summary>
public enum WavEncoding
{
    /// <summary>Integers: 8 bits unsigned, wider ones signed.</summary>
    Pcm,

    /// <summary>IEEE floating point, full scale 1.</summary>
    Float,

    /// <summary>G.711 A-law, 8 bits.</summary>
    ALaw,

    /// <summary>G.711 mu-law, 8 bits.</summary>
    MuLaw,
}
