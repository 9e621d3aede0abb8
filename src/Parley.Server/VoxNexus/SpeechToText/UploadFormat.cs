using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Parley.Audio.Wav;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>Tells what an upload is by its content type and, before that, by its first bytes.</summary>
internal static class UploadFormat
{
    /// <exception cref="ApiException">415: something that cannot be decoded here.</exception>
    public static AudioEncoding Find(string? contentType, ReadOnlySequence<byte> start)
    {
        Span<byte> bytes = stackalloc byte[12];
        var length = (int)Math.Min(start.Length, bytes.Length);
        start.Slice(0, length).CopyTo(bytes);
        bytes = bytes[..length];

        var declared = Declared(contentType);
        if (bytes.Length == 12 && WavHeader.Matches(bytes))
        {
            return AudioEncoding.Wav;
        }

        // Silence in mu-law looks like the beginning of an MPEG frame.
        if (declared is AudioEncoding.MuLaw or AudioEncoding.ALaw)
        {
            return declared.Value;
        }

        if (IsCompressed(bytes))
        {
            throw Unsupported();
        }

        return declared == AudioEncoding.Wav
            ? throw new ApiException(new ApiError(VoxNexusErrorCode.InvalidAudioData, "the body is not a WAV file"))
            : AudioEncoding.Pcm;
    }

    // Null where the type says nothing; the form is what command-line clients send when told nothing.
    private static AudioEncoding? Declared(string? contentType)
    {
        var type = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed.MediaType.ToString().ToLowerInvariant() : "";
        return type switch
        {
            "" or "application/octet-stream" or "application/x-www-form-urlencoded" => null,
            "audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => AudioEncoding.Wav,
            "audio/pcm" or "audio/l16" => AudioEncoding.Pcm,
            "audio/pcmu" or "audio/basic" or "audio/mulaw" or "audio/x-mulaw" => AudioEncoding.MuLaw,
            "audio/pcma" or "audio/alaw" or "audio/x-alaw" => AudioEncoding.ALaw,
            _ => throw Unsupported(),
        };
    }

    private static ApiException Unsupported() =>
        new(new ApiError(VoxNexusErrorCode.UnsupportedFormat, "send audio/wav, audio/pcm, audio/PCMU or audio/PCMA; MP3, Opus and other compressed audio is not decoded here"),
            StatusCodes.Status415UnsupportedMediaType);

    // ID3 and MPEG layer III sync, Ogg, FLAC, Matroska, ISO media. A sample pair that looks like MPEG sync is one in thousands,
    // so only the layer III values that encoders write count.
    private static bool IsCompressed(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("ID3"u8) || bytes.StartsWith("OggS"u8) || bytes.StartsWith("fLaC"u8)
        || bytes.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3])
        || (bytes.Length >= 8 && bytes[4..].StartsWith("ftyp"u8))
        || (bytes.Length >= 3 && bytes[0] == 0xFF && bytes[1] is 0xFB or 0xFA or 0xF3 or 0xF2 && bytes[2] is >= 0x10 and < 0xF0);
}
