namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>How audio is packed: <c>format</c>.</summary>
internal enum AudioEncoding
{
    /// <summary>One RIFF header per utterance, then samples.</summary>
    Wav,

    /// <summary>Samples alone.</summary>
    Pcm,
}
