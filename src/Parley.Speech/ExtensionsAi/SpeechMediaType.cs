using System.Globalization;
using System.Net.Http.Headers;

namespace Parley.Speech.ExtensionsAi;

/// <summary>Media types of the audio that adapters give out and take in.</summary>
internal static class SpeechMediaType
{
    public const string Wav = "audio/wav";

    /// <summary>Raw signed 16-bit little-endian mono at a rate.</summary>
    public static string Pcm(int sampleRate) => string.Create(CultureInfo.InvariantCulture, $"audio/pcm;rate={sampleRate}");

    /// <summary>Whether a format asked for is WAV, raw PCM, or neither.</summary>
    public static bool IsWav(string format) => format.ToLowerInvariant() is "wav" or "audio/wav" or "audio/wave" or "audio/x-wav" or "audio/vnd.wave";

    public static bool IsPcm(string format) => Bare(format) is "pcm" or "audio/pcm" or "audio/l16" or "audio/raw";

    /// <summary>The rate a PCM media type names; null when it names none.</summary>
    public static int? Rate(string mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out var parsed)
        && int.TryParse(parsed.Parameters.FirstOrDefault(p => p.Name.Equals("rate", StringComparison.OrdinalIgnoreCase))?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
            ? rate
            : null;

    private static string Bare(string format)
    {
        var end = format.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? format : format[..end]).Trim().ToLowerInvariant();
    }
}
