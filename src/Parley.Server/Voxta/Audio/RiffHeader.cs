namespace Parley.Server.Voxta.Audio;

/// <summary>Clients send WAV blobs where PCM is meant: the header of a message that begins with one is passed over.</summary>
internal static class RiffHeader
{
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> pcm)
    {
        if (pcm.Length < 44 || !pcm.StartsWith("RIFF"u8) || !pcm[8..].StartsWith("WAVE"u8))
        {
            return pcm;
        }

        var data = pcm.IndexOf("data"u8);
        return data < 0 || data + 8 > pcm.Length ? pcm[44..] : pcm[(data + 8)..];
    }
}
