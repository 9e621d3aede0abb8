using Parley.Audio;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>How audio is packed: <c>format</c>.</summary>
internal enum AudioEncoding
{
    /// <summary>One RIFF header, then 16-bit samples; what is received may hold others, as its header says.</summary>
    Wav,

    /// <summary>16-bit samples alone.</summary>
    Pcm,

    /// <summary>G.711 mu-law, a byte a sample.</summary>
    MuLaw,

    /// <summary>G.711 A-law, a byte a sample.</summary>
    ALaw,
}

/// <summary>Names, sizes and samples of the encodings.</summary>
internal static class AudioEncodings
{
    private const int TelephoneRate = 8000;
    private const int UsualRate = 16_000;

    /// <summary>The names, for error messages.</summary>
    public const string Names = "wav, pcm, mulaw or alaw";

    extension(AudioEncoding encoding)
    {
        /// <summary>The value of <c>format</c>.</summary>
        public string Name => encoding switch
        {
            AudioEncoding.Wav => "wav",
            AudioEncoding.Pcm => "pcm",
            AudioEncoding.MuLaw => "mulaw",
            _ => "alaw",
        };

        /// <summary>The media type of a body that holds it.</summary>
        public string ContentType => encoding switch
        {
            AudioEncoding.Wav => "audio/wav",
            AudioEncoding.Pcm => "audio/pcm",
            AudioEncoding.MuLaw => "audio/PCMU",
            _ => "audio/PCMA",
        };

        /// <summary>The sample rate where none is asked for, Hz.</summary>
        public int DefaultSampleRate => encoding.IsG711 ? TelephoneRate : UsualRate;

        public int BytesPerSample => encoding.IsG711 ? 1 : PcmFormat.BytesPerSample;

        private bool IsG711 => encoding is AudioEncoding.MuLaw or AudioEncoding.ALaw;

        /// <summary>Packs samples, without a header.</summary>
        /// <returns>How many bytes were written.</returns>
        public int Write(ReadOnlySpan<short> samples, Span<byte> bytes) => encoding switch
        {
            AudioEncoding.MuLaw => G711.ToMuLaw(samples, bytes),
            AudioEncoding.ALaw => G711.ToALaw(samples, bytes),
            _ => Pcm16.ToBytes(samples, bytes),
        };

        /// <summary>Unpacks samples that have no header; of 16-bit samples an odd last byte is left alone.</summary>
        /// <returns>How many samples were written.</returns>
        public int Read(ReadOnlySpan<byte> bytes, Span<short> samples) => encoding switch
        {
            AudioEncoding.MuLaw => G711.FromMuLaw(bytes, samples),
            AudioEncoding.ALaw => G711.FromALaw(bytes, samples),
            _ => Pcm16.FromBytes(bytes, samples),
        };

        /// <summary>Finds the encoding that <c>format</c> names.</summary>
        public static bool TryParse(string format, out AudioEncoding found)
        {
            found = format switch
            {
                "wav" => AudioEncoding.Wav,
                "mulaw" => AudioEncoding.MuLaw,
                "alaw" => AudioEncoding.ALaw,
                _ => AudioEncoding.Pcm,
            };
            return format == found.Name;
        }
    }
}
