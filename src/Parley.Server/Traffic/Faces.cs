namespace Parley.Server.Traffic;

/// <summary>Names of the faces a connection can come in by.</summary>
internal static class Faces
{
    /// <summary>The hub and the microphone socket.</summary>
    public const string Voxta = "voxta";

    /// <summary>Namespace <c>/sdk</c> of Socket.IO.</summary>
    public const string Estuary = "estuary";

    /// <summary>The socket for text to speech.</summary>
    public const string VoxNexusTextToSpeech = "voxnexusTts";

    /// <summary>The socket for speech to text.</summary>
    public const string VoxNexusSpeechToText = "voxnexusStt";

    /// <summary>All of them.</summary>
    public static readonly string[] All = [Voxta, Estuary, VoxNexusTextToSpeech, VoxNexusSpeechToText];
}
