using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Audio;
using Parley.Audio.Resampling;
using Parley.Audio.Wav;
using Parley.Conversation.Speakers;
using Parley.Server.Security;
using Parley.Server.Speech;

namespace Parley.Server.Voxta.Audio;

/// <summary>
/// <c>GET /api/tts/gens/{id}</c> (specification §5.1): a spoken sentence as WAV, or with <c>?pcm=true&amp;sr=RATE</c> as raw PCM. Fetched as
/// often as subscribers like; no key, since the id is the secret.
/// </summary>
internal sealed class SpeechClipEndpoint(SpeechClipStore clips, VoxtaOptions options)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!Guid.TryParse((string?)context.Request.RouteValues["id"], out var id) || !clips.TryGet(id, out var clip))
        {
            var gone = id != Guid.Empty && clips.WasThere(id);
            await Refusal.WriteAsync(context, gone ? StatusCodes.Status410Gone : StatusCodes.Status404NotFound, gone ? "GONE" : "NOT_FOUND", "There is no such audio.");
            return;
        }

        var samples = await ReadAsync(clip, context.RequestAborted);
        if (samples is null)
        {
            await Refusal.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "SYNTHESIS_FAILED", "The sentence could not be spoken.");
            return;
        }

        var raw = context.Request.Query["pcm"] == "true";
        var rate = Rate(context.Request.Query["sr"]) ?? (clip.SampleRate > 0 ? clip.SampleRate : options.AudioOutputRate);
        if (samples.Length > 0 && rate != clip.SampleRate)
        {
            samples = Resample(samples, clip.SampleRate, rate);
        }

        var header = raw ? 0 : WavHeader.Length;
        var body = new byte[header + (samples.Length * PcmFormat.BytesPerSample)];
        if (!raw)
        {
            WavHeader.Write(body, new PcmFormat(rate), samples.Length * PcmFormat.BytesPerSample);
        }

        Pcm16.ToBytes(samples, body.AsSpan(header));
        context.Response.Headers.CacheControl = "private, max-age=600";
        await Results.Bytes(body, raw ? "audio/pcm" : "audio/x-wav", enableRangeProcessing: true).ExecuteAsync(context);
    }

    private static async ValueTask<short[]?> ReadAsync(SpeechClip clip, CancellationToken cancellationToken)
    {
        var samples = new short[Math.Max(clip.Length, 16_384)];
        var length = 0;
        try
        {
            int count;
            while ((count = await clip.ReadAsync(length, samples.AsMemory(length), cancellationToken)) > 0)
            {
                length += count;
                if (length == samples.Length)
                {
                    Array.Resize(ref samples, samples.Length * 2);
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }

        // A clip that was cut before its first sample is empty, not broken.
        return samples[..length];
    }

    private static short[] Resample(short[] samples, int from, int to)
    {
        var resampler = new Resampler(from, to);
        var output = new short[resampler.MaxOutputLength(samples.Length) + resampler.FlushLength];
        var count = resampler.Process(samples, output);
        count += resampler.Flush(output.AsSpan(count));
        return output[..count];
    }

    private static int? Rate(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= PcmFormat.MinSampleRate and <= PcmFormat.MaxSampleRate ? rate : null;
}
