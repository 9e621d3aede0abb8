using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary><c>POST /v1/tts</c>: one text as audio, chunked as it is synthesised, or whole with <c>?stream=false</c>.</summary>
internal sealed class SpeechEndpoint(ISpeechEngines engines, VoxNexusOptions options, TimeProvider time)
{
    private const int MaxBodyBytes = 1 << 20;
    private const string DurationHeader = "X-Duration-Ms";

    private readonly SpeechRenderer _renderer = new(engines, options, time);

    public async Task HandleAsync(ApiRequest request)
    {
        var problems = new Problems();
        var body = await JsonBody.ReadAsync(request.Http, MaxBodyBytes).ConfigureAwait(false);
        var status = TtsRequest.Read(body, out var wanted, problems.All);
        JsonBody.ThrowUnlessOk(status);
        var text = CheckText(wanted!.Text, problems);
        var settings = new SpeechSettingsReader(engines, options).Read(wanted.Settings, problems);
        if (problems.ToError() is { } error)
        {
            throw new ApiException(error);
        }

        if (request.Http.Request.Query["stream"] == "false")
        {
            await SendWholeAsync(request, settings, text).ConfigureAwait(false);
        }
        else
        {
            await SendChunksAsync(request, settings, text).ConfigureAwait(false);
        }
    }

    private string CheckText(string? text, Problems problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(VoxNexusErrorCode.MissingParameter, "text is required", "text");
            return "";
        }

        var clean = SpokenText.Clean(text, out var length);
        if (length > options.MaxTextLength)
        {
            problems.Add(VoxNexusErrorCode.TextTooLong, $"text may hold at most {options.MaxTextLength} characters", "text");
        }

        return clean;
    }

    private async Task SendChunksAsync(ApiRequest request, SpeechSettings settings, string text)
    {
        var format = new PcmFormat(settings.SampleRate);
        var encoding = settings.Encoding;
        await using var blocks = _renderer.RenderAsync(settings, text, request.Aborted).GetAsyncEnumerator(request.Aborted);

        // Whatever fails before the first samples still gets its status.
        var more = await blocks.MoveNextAsync().ConfigureAwait(false);
        SetHeaders(request, settings);
        var body = new ChunkedBody(request.Http.Response, DurationHeader);
        if (encoding == AudioEncoding.Wav)
        {
            body.Write(WavHeader.Length, format, static (bytes, format) => WavHeader.Write(bytes, format));
        }

        var total = 0L;
        for (; more; more = await blocks.MoveNextAsync().ConfigureAwait(false))
        {
            var samples = blocks.Current;
            total += samples.Length;
            body.Write(samples.Length * encoding.BytesPerSample, (encoding, samples), static (bytes, piece) => piece.encoding.Write(piece.samples.Span, bytes));
            await body.FlushAsync(request.Aborted).ConfigureAwait(false);
        }

        await body.FinishAsync(DurationHeader, Milliseconds(format, total), request.Aborted).ConfigureAwait(false);
    }

    private async Task SendWholeAsync(ApiRequest request, SpeechSettings settings, string text)
    {
        var format = new PcmFormat(settings.SampleRate);
        var pieces = new List<byte[]>();
        var length = 0L;
        await foreach (var samples in _renderer.RenderAsync(settings, text, request.Aborted).ConfigureAwait(false))
        {
            var piece = new byte[samples.Length * settings.Encoding.BytesPerSample];
            length += settings.Encoding.Write(samples.Span, piece);
            pieces.Add(piece);
        }

        SetHeaders(request, settings);
        var response = request.Http.Response;
        var header = settings.Encoding == AudioEncoding.Wav ? WavHeader.Length : 0;
        response.Headers[DurationHeader] = Milliseconds(format, length / settings.Encoding.BytesPerSample);
        response.ContentLength = header + length;
        if (header > 0)
        {
            response.BodyWriter.Advance(WavHeader.Write(response.BodyWriter.GetSpan(header), format, length));
        }

        foreach (var piece in pieces)
        {
            await response.BodyWriter.WriteAsync(piece, request.Aborted).ConfigureAwait(false);
        }
    }

    private void SetHeaders(ApiRequest request, SpeechSettings settings)
    {
        var response = request.Http.Response;
        response.ContentType = settings.Encoding.ContentType;
        response.Headers["X-Voice-ID"] = settings.VoiceId;
        response.Headers["X-Language"] = settings.Language;
        response.Headers["X-Audio-Format"] = settings.Encoding.Name;
        response.Headers["X-Sample-Rate"] = settings.SampleRate.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Created-At"] = time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        request.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static string Milliseconds(PcmFormat format, long samples) =>
        ((long)format.Duration(samples).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
