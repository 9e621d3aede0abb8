using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>The service over plain HTTP: whole texts to speech, files to text, voices, models. Thread-safe.</summary>
public sealed class VoxNexusRestClient : IDisposable
{
    private const int MaxBodyBytes = 16 * 1024 * 1024;

    private readonly VoxNexusRestOptions _options;
    private readonly HttpClient _http;

    /// <summary>Creates a client.</summary>
    /// <param name="options">Where; null for the original service without a key.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public VoxNexusRestClient(VoxNexusRestOptions? options = null)
    {
        _options = (options ?? new VoxNexusRestOptions()).Validated();
        _http = _options.HttpClient ?? new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary><c>POST /v1/tts</c>: speaks a text. The audio can be read while it is still being made.</summary>
    /// <param name="text">Not blank, at most 5,000 characters.</param>
    /// <param name="settings">The voice and how it speaks.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="ArgumentException">Something is missing or out of range.</exception>
    /// <exception cref="VoxNexusException">The service said no.</exception>
    /// <exception cref="ConnectionException">The service was not reached.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<SpeechResponse> SynthesizeAsync(string text, SynthesisSettings settings, CancellationToken cancellationToken = default)
    {
        var body = new TtsRequest(text, settings ?? throw new ArgumentNullException(nameof(settings)));
        if (body.Validate().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem.Message, problem.Field);
        }

        using var json = new PooledBufferWriter();
        body.Write(json);
        using var content = new ByteArrayContent(json.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        var response = await SendAsync(HttpMethod.Post, "/v1/tts", content, cancellationToken).ConfigureAwait(false);
        return new SpeechResponse(response, await response.Content.ReadAsStreamAsync().ConfigureAwait(false));
    }

    /// <summary><c>POST /v1/stt</c>: transcribes a file.</summary>
    /// <param name="audio">Its bytes; left open.</param>
    /// <param name="request">What they are; null for a WAV file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="VoxNexusException">The service said no.</exception>
    /// <exception cref="ConnectionException">The service was not reached.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<Transcription> TranscribeAsync(Stream audio, TranscriptionRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new TranscriptionRequest();
        using var content = new StreamContent(new LentStream(audio ?? throw new ArgumentNullException(nameof(audio))));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        var path = "/v1/stt" + Query(
            ("model_id", request.ModelId),
            ("sample_rate", request.SampleRate.ToString(CultureInfo.InvariantCulture)),
            ("language", request.Language),
            ("enable_timestamps", Flag(request.EnableTimestamps)),
            ("enable_speaker_diarization", Flag(request.EnableSpeakerDiarization)),
            ("enable_llm_transform", Flag(request.LlmPrompt is not null)),
            ("llm_prompt", request.LlmPrompt));
        return await SendAsync(HttpMethod.Post, path, content, VoxNexusJsonContext.Default.Transcription, cancellationToken).ConfigureAwait(false);
    }

    /// <summary><c>GET /v1/voices</c>: one page of the voices.</summary>
    /// <param name="query">Which; null for the first page of all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<VoicePage> ListVoicesAsync(VoiceQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new VoiceQuery();
        var path = "/v1/voices" + Query(
            ("language", query.Language),
            ("gender", query.Gender),
            ("age", query.Age),
            ("style", query.Style),
            ("page", query.Page?.ToString(CultureInfo.InvariantCulture)),
            ("page_size", query.PageSize?.ToString(CultureInfo.InvariantCulture)));
        return SendAsync(HttpMethod.Get, path, null, VoxNexusJsonContext.Default.VoicePage, cancellationToken);
    }

    /// <summary>All voices that match, page after page.</summary>
    /// <param name="query">Which; its page is where to begin. Null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<Voice> ReadVoicesAsync(VoiceQuery? query = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= new VoiceQuery();
        for (var page = query.Page ?? 1; ; page++)
        {
            var answer = await ListVoicesAsync(query with { Page = page, PageSize = query.PageSize ?? 100 }, cancellationToken).ConfigureAwait(false);
            foreach (var voice in answer.Voices)
            {
                yield return voice;
            }

            if (answer.Voices.Count == 0 || answer.Pagination is null || page >= answer.Pagination.TotalPages)
            {
                yield break;
            }
        }
    }

    /// <summary><c>GET /v1/voices/{voice_id}</c>: one voice.</summary>
    /// <param name="voiceId">Its id.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="VoxNexusException"><c>VOICE_NOT_FOUND</c>.</exception>
    public Task<Voice> GetVoiceAsync(string voiceId, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, "/v1/voices/" + Uri.EscapeDataString(voiceId), null, VoxNexusJsonContext.Default.Voice, cancellationToken);

    /// <summary><c>GET /v1/models</c>: the models.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ModelList> ListModelsAsync(CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, "/v1/models", null, VoxNexusJsonContext.Default.ModelList, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        if (_options.HttpClient is null)
        {
            _http.Dispose();
        }
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, content, cancellationToken).ConfigureAwait(false);
        var body = await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new ProtocolViolationException("The service answered null.");
        }
        catch (JsonException e)
        {
            throw new ProtocolViolationException($"The service's answer is not what {path.Split('?')[0]} gives.", e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, _options.RestAddress(path)) { Content = content };
        if (_options.ApiKey is { Length: > 0 } key)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var deadline = _options.TimeProvider.CreateCancellationTokenSource(_options.RequestTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw Refusal(response, await ReadBodyAsync(response, either.Token).ConfigureAwait(false));
            }
        }
        catch (HttpRequestException e)
        {
            throw new ConnectionException(RealtimeErrorCodes.ConnectFailed, $"No connection to {_options.ServerUrl.Authority}.", isTransient: true, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The service did not answer within {_options.RequestTimeout.TotalSeconds:0.###} s.");
        }
    }

    private static VoxNexusException Refusal(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var status = (int)response.StatusCode;
        var error = WireFrame.CheckObject(body.Span) == WireReadStatus.Ok ? ErrorMessage.Read(body.Span) : new ErrorMessage();
        if (error.Code == default)
        {
            error = error with { Code = new VoxNexusErrorCode($"HTTP_{status}"), Error = $"The service answered with HTTP status {status}.", Retryable = status is 408 or 429 or >= 500 };
        }

        return new VoxNexusException(error)
        {
            HttpStatus = status,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var body = new System.Buffers.ArrayBufferWriter<byte>();
            int count;
            try
            {
                while ((count = await stream.ReadAsync(body.GetMemory(8192), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    body.Advance(count);
                    if (body.WrittenCount > MaxBodyBytes)
                    {
                        throw new MessageTooLargeException(MaxBodyBytes);
                    }
                }
            }
            catch (IOException e)
            {
                throw ConnectionException.FromClose(null, null, e);
            }

            return body.WrittenMemory;
        }
    }

    private static string Query(params (string Name, string? Value)[] values)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in values)
        {
            if (value is not null)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return query.ToString();
    }

    private static string? Flag(bool value) => value ? "true" : null;
}
