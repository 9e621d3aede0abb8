using Polly;
using Polly.Retry;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>The way to one service: its connections, how many requests it gets at a time, and closing. Thread-safe.</summary>
internal sealed class OpenAiConnection : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<HttpResponseMessage> _connecting;
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _closing = new();

    public OpenAiConnection(OpenAiSpeechOptions options, TimeProvider timeProvider)
    {
        Options = options;
        TimeProvider = timeProvider;
        _free = new SemaphoreSlim(options.MaxConcurrentRequests);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = options.FirstByteTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _connecting = Connecting(options, timeProvider);
    }

    public OpenAiSpeechOptions Options { get; }

    public TimeProvider TimeProvider { get; }

    public bool IsClosing => _closing.IsCancellationRequested;

    /// <summary>Cancelled when the engine is closed.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Waits for a place among the requests; whoever got it calls <see cref="Release"/>.</summary>
    /// <exception cref="EngineException">No place became free in time.</exception>
    public async ValueTask AcquireAsync(CancellationToken cancellationToken)
    {
        if (_free.Wait(0, CancellationToken.None))
        {
            return;
        }

        using var deadline = new RepeatedDeadline(TimeProvider, cancellationToken, Closing);
        deadline.Set(Options.WaitTimeout);
        try
        {
            await _free.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw deadline.IsLate
                ? new EngineException(Options.Id, EngineFailure.Busy, $"All {Options.MaxConcurrentRequests} requests to the speech service stayed in use.")
                : RemoteSynthesis.Closed(Options.Id);
        }
    }

    public void Release() => _free.Release();

    /// <summary>Sends a request and returns when the answer's headers are there. The message is made anew for each try.</summary>
    public ValueTask<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken) =>
        _connecting.ExecuteAsync(
            async (state, token) =>
            {
                using var message = state.create();
                return await state._http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token);
            },
            (create, _http),
            cancellationToken);

    /// <summary>Breaks off what is in progress.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsClosing)
        {
            await _closing.CancelAsync();
            _http.Dispose();
        }
    }

    /// <summary>Only a connection that could not be made is tried again: the service has heard nothing yet.</summary>
    private static ResiliencePipeline<HttpResponseMessage> Connecting(OpenAiSpeechOptions options, TimeProvider timeProvider)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider };
        if (options.ConnectRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>(
                    e => e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError),
                MaxRetryAttempts = options.ConnectRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(2),
                UseJitter = true,
            });
        }

        return pipeline.Build();
    }
}
