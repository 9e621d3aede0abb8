using System.Net;
using Parley.Speech.Recognition.Utterances;
using Polly;
using Polly.Retry;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>A service with OpenAI's transcription wire.</summary>
internal sealed class OpenAiTranscriptionEngine : IUtteranceEngine
{
    private const int MaxAnswer = 4 << 20;

    private readonly OpenAiTranscriptionOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly SemaphoreSlim _free;
    private volatile bool _withoutWords;

    public OpenAiTranscriptionEngine(OpenAiTranscriptionOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
        _free = new SemaphoreSlim(options.MaxConcurrentRequests);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswer,
        };
        _pipeline = Pipeline(options, timeProvider);
    }

    public string Id => _options.Id;

    public IReadOnlyList<string> Languages => _options.Languages;

    public IUtteranceDecoderSource OpenSource(UtteranceOptions options) => new Source(this, options);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Has an utterance transcribed.</summary>
    /// <exception cref="EngineException">The service failed or was late.</exception>
    public async Task<DecodedUtterance?> TranscribeAsync(SampleBuffer audio, UtteranceOptions options, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _free.WaitAsync(either.Token);
            try
            {
                return await AskAsync(audio, options, either.Token);
            }
            finally
            {
                _free.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw RemoteRecognition.Late(Id);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            throw RemoteRecognition.Unreachable(Id, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw e is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse }
                ? RemoteRecognition.Unclear(Id, e)
                : RemoteRecognition.Cut(Id, e);
        }
    }

    private static ResiliencePipeline<HttpResponseMessage> Pipeline(OpenAiTranscriptionOptions options, TimeProvider timeProvider)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider };
        if (options.Retries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                    .Handle<HttpRequestException>()
                    .HandleResult(r => r.StatusCode == HttpStatusCode.TooManyRequests || (int)r.StatusCode >= 500),
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(2),
                UseJitter = true,
                OnRetry = static arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return default;
                },
            });
        }

        return pipeline.Build();
    }

    /// <summary>Models without word times refuse to be asked for them: asked once, then no more.</summary>
    private async Task<DecodedUtterance?> AskAsync(SampleBuffer audio, UtteranceOptions options, CancellationToken cancellationToken)
    {
        var withWords = !_withoutWords;
        var answer = await SendAsync(audio, options, withWords, cancellationToken);
        if (withWords && answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
        {
            answer.Dispose();
            answer = await SendAsync(audio, options, withWords: false, cancellationToken);
            _withoutWords = answer.IsSuccessStatusCode;
        }

        using (answer)
        {
            return answer.IsSuccessStatusCode
                ? OpenAiTranscriptionAnswer.Read(Id, await answer.Content.ReadAsByteArrayAsync(cancellationToken))
                : throw RemoteRecognition.Refused(Id, answer.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(SampleBuffer audio, UtteranceOptions options, bool withWords, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(
            async token =>
            {
                using var request = OpenAiTranscriptionRequest.Create(_options, options, audio.Samples, withWords);
                return await _http.SendAsync(request, token);
            },
            cancellationToken);

    private sealed class Source(OpenAiTranscriptionEngine engine, UtteranceOptions options) : IUtteranceDecoderSource
    {
        public ValueTask<IUtteranceDecoder> LeaseAsync(CancellationToken cancellationToken) => new(new Utterance(engine, options));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Collects the audio; the stream's longest utterance bounds it.</summary>
    private sealed class Utterance(OpenAiTranscriptionEngine engine, UtteranceOptions options) : IUtteranceDecoder
    {
        private readonly SampleBuffer _audio = new();

        public void Accept(ReadOnlySpan<short> samples) => _audio.Append(samples);

        public string? ReadPartial() => null;

        public async ValueTask<DecodedUtterance?> FinishAsync(CancellationToken cancellationToken) =>
            await engine.TranscribeAsync(_audio, options, cancellationToken);

        public ValueTask DisposeAsync()
        {
            _audio.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
