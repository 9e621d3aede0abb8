using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>The upload of one utterance.</summary>
internal static class OpenAiTranscriptionRequest
{
    public static HttpRequestMessage Create(
        OpenAiTranscriptionOptions engine, UtteranceOptions options, ReadOnlyMemory<short> audio, bool withWords)
    {
        var file = new ByteArrayContent(Wav(audio.Span));
        file.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        var form = new MultipartFormDataContent
        {
            { file, "file", "utterance.wav" },
            { new StringContent(options.Model ?? engine.Model), "model" },
            { new StringContent(withWords ? "verbose_json" : "json"), "response_format" },
        };
        if (withWords)
        {
            form.Add(new StringContent("word"), "timestamp_granularities[]");
            form.Add(new StringContent("segment"), "timestamp_granularities[]");
        }

        if (options.Language is { } language)
        {
            // The wire takes ISO 639 codes, not regions.
            form.Add(new StringContent(language.Split('-')[0].ToLowerInvariant()), "language");
        }

        if (options.KeyTerms.Count > 0)
        {
            form.Add(new StringContent(string.Join(", ", options.KeyTerms)), "prompt");
        }

        var root = engine.BaseUrl!.AbsoluteUri.TrimEnd('/');
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(root + "/audio/transcriptions")) { Content = form };
        if (engine.ApiKey is { } key)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return message;
    }

    /// <summary>RIFF, 16-bit PCM, one channel, at the decoders' rate.</summary>
    private static byte[] Wav(ReadOnlySpan<short> samples)
    {
        const int HeaderLength = 44;
        const int Rate = IUtteranceDecoder.SampleRate;
        var data = MemoryMarshal.AsBytes(samples);
        var wav = new byte[HeaderLength + data.Length];
        var header = wav.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], HeaderLength - 8 + data.Length);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], 2 * Rate);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], data.Length);
        data.CopyTo(header[HeaderLength..]);
        return wav;
    }
}
