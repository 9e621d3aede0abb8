using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Audio;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary><c>POST /v1/stt</c>: recognises a recording while it is uploaded; nothing of it is kept.</summary>
internal sealed class TranscriptionEndpoint(ISpeechEngines engines, VoxNexusOptions options, TimeProvider time)
{
    private const int SniffLength = 12;

    public async Task HandleAsync(ApiRequest request)
    {
        var http = request.Http;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.MaxUploadBytes;
        }

        var query = TranscriptionQuery.Read(http.Request.Query, engines, options);
        var kind = await SniffAsync(http).ConfigureAwait(false);
        var rate = RateOf(query.SampleRate, kind);
        var stream = await query.Recognizer.OpenAsync(query.Options(rate), request.Aborted).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted);
            var result = TranscriptionResult.CollectAsync(stream, stop.Token);
            var upload = UploadAsync(http.Request.BodyReader, kind, stream, stop.Token);
            try
            {
                // An engine that fails takes no more audio: the upload must not wait for it.
                await (await Task.WhenAny(upload, result).ConfigureAwait(false)).ConfigureAwait(false);
                var transcript = await result.ConfigureAwait(false);
                var samples = await upload.ConfigureAwait(false);
                var duration = TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / stream.SampleRate);
                await request.WriteAsync(Answer(request.Id, transcript, query, duration, stream.Language), VoxNexusJsonContext.Default.Transcription).ConfigureAwait(false);
            }
            finally
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(upload, result).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask<AudioEncoding> SniffAsync(HttpContext http)
    {
        var body = http.Request.BodyReader;
        var start = await body.ReadAtLeastAsync(SniffLength, http.RequestAborted).ConfigureAwait(false);
        try
        {
            return UploadFormat.Find(http.Request.ContentType, start.Buffer);
        }
        finally
        {
            body.AdvanceTo(start.Buffer.Start);
        }
    }

    // A container's own rate wins, whatever was declared beside it; 16-bit samples have none that goes without saying.
    private static int RateOf(int? declared, AudioEncoding kind)
    {
        if (declared is null && kind == AudioEncoding.Pcm)
        {
            throw new ApiException(ApiError.Missing("sample_rate"));
        }

        if ((declared ?? kind.DefaultSampleRate) is >= PcmFormat.MinSampleRate and <= PcmFormat.MaxSampleRate and var rate)
        {
            return rate;
        }

        return kind == AudioEncoding.Wav ? kind.DefaultSampleRate : throw new ApiException(new ApiError(VoxNexusErrorCode.UnsupportedSampleRate, "sample_rate must be between 8000 and 48000"));
    }

    /// <returns>How many samples there were.</returns>
    private async Task<long> UploadAsync(PipeReader body, AudioEncoding encoding, IRecognitionStream stream, CancellationToken cancellationToken)
    {
        var input = new AudioInput(stream.SampleRate, encoding);
        var total = 0L;
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    foreach (var segment in read.Buffer)
                    {
                        total += await WriteAsync(stream, Take(input, segment.Span), cancellationToken).ConfigureAwait(false);
                    }
                }
                finally
                {
                    body.AdvanceTo(read.Buffer.End);
                }

                if (total > (long)options.MaxUploadSeconds * stream.SampleRate)
                {
                    throw new ApiException(new ApiError(VoxNexusErrorCode.AudioTooLong, $"recordings may last at most {options.MaxUploadSeconds} seconds"));
                }

                if (read.IsCompleted)
                {
                    break;
                }
            }

            input.CheckComplete();
        }
        catch (AudioFormatException e)
        {
            throw e.Problem == AudioFormatProblem.Unsupported
                ? new ApiException(new ApiError(VoxNexusErrorCode.UnsupportedFormat, "the WAV file's codec is not supported"), StatusCodes.Status415UnsupportedMediaType)
                : new ApiException(new ApiError(VoxNexusErrorCode.InvalidAudioData, "the WAV file is broken or truncated"));
        }

        total += await WriteAsync(stream, input.EndSession(), cancellationToken).ConfigureAwait(false);
        if (total == 0 && !input.IsWav)
        {
            throw new ApiException(new ApiError(VoxNexusErrorCode.InvalidAudioData, "the body holds no audio"));
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return total;
    }

    private static AudioBlock Take(AudioInput input, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return AudioBlock.Empty;
        }

        var buffer = ArrayPool<short>.Shared.Rent((bytes.Length / PcmFormat.BytesPerSample) + 2);
        bytes.CopyTo(MemoryMarshal.AsBytes(buffer.AsSpan())[input.Lead..]);
        return input.Take(buffer, bytes.Length);
    }

    private static async ValueTask<int> WriteAsync(IRecognitionStream stream, AudioBlock block, CancellationToken cancellationToken)
    {
        try
        {
            if (block.Length > 0)
            {
                await stream.WriteAsync(block.Samples, cancellationToken).ConfigureAwait(false);
            }

            return block.Length;
        }
        finally
        {
            block.Release();
        }
    }

    private Transcription Answer(string requestId, TranscriptionResult result, TranscriptionQuery query, TimeSpan duration, string language) => new()
    {
        RequestId = requestId,
        Text = result.Text,
        Transcript = result.Text,
        DurationMs = duration.Milliseconds(),
        CreatedAt = time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        Language = result.Language ?? language,
        Confidence = result.Confidence.Score(),
        Words = query.Words ? TranscriptSender.Words(result.Words) : null,
    };
}
