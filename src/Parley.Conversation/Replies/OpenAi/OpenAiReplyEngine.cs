using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using Parley.Conversation.Characters;
using ChatClient = OpenAI.Chat.ChatClient;

namespace Parley.Conversation.Replies.OpenAi;

/// <summary>A language model behind an OpenAI-compatible endpoint. One connection pool for all characters.</summary>
public sealed class OpenAiReplyEngine : IReplyEngine, IDisposable
{
    private readonly OpenAiReplyOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ChatClient _client;

    /// <summary>Creates the engine; nothing is connected before the first question.</summary>
    /// <param name="options">Where and what.</param>
    /// <param name="time">The clock of retries; null means the system's.</param>
    /// <exception cref="ArgumentException">A value is missing or outside its range.</exception>
    public OpenAiReplyEngine(OpenAiReplyOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _time = time ?? TimeProvider.System;

        // The pipeline's own timeout bounds each read; the client's would cut long streams.
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client = new ChatClient(
            options.Model,
            new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey),
            new OpenAIClientOptions
            {
                Endpoint = options.BaseAddress,
                NetworkTimeout = options.NetworkTimeout,
                RetryPolicy = new ClientRetryPolicy(0),
                Transport = new HttpClientPipelineTransport(_http),
                EnableDistributedTracing = false,
            });
    }

    /// <inheritdoc />
    public string Id => "openai";

    /// <inheritdoc />
    public bool IsLanguageModel => true;

    /// <inheritdoc />
    public IChatClient CreateClient(Character character) => new TelemetryChatClient(new OpenAiChatClient(_client, _options, _time), _options.Model);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}
