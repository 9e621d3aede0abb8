using System.ClientModel;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Parley.Speech;
using Polly;
using Polly.Retry;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Parley.Conversation.Replies.OpenAi;

/// <summary>
/// The official client as an <see cref="IChatClient"/>. A question that fails in passing is asked again only while nothing of the answer has
/// come; every failure is an <see cref="EngineException"/>. Thread-safe.
/// </summary>
internal sealed class OpenAiChatClient : IChatClient
{
    private const string EngineId = "openai";

    private readonly ChatClient _client;
    private readonly OpenAiReplyOptions _options;
    private readonly ResiliencePipeline _retries;

    public OpenAiChatClient(ChatClient client, OpenAiReplyOptions options, TimeProvider time)
    {
        _client = client;
        _options = options;
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<EngineException>(e => e.IsTransient && e.Failure != EngineFailure.Timeout),
            });
        }

        _retries = builder.Build();
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var question = OpenAiMessages.From(messages, _options);
        var settings = OpenAiMessages.From(options, _options);
        var updates = await _retries.ExecuteAsync(async token => await AskAsync(question, settings, token), cancellationToken);
        var tools = new OpenAiToolCalls();
        var thoughts = new ThoughtFilter();
        var isFinished = false;
        await using (updates)
        {
            do
            {
                var update = updates.Current;
                foreach (var part in update.ContentUpdate)
                {
                    foreach (var content in thoughts.Take(part.Text ?? ""))
                    {
                        yield return Update(update, content);
                    }
                }

                foreach (var call in update.ToolCallUpdates)
                {
                    tools.Add(call);
                }

                if (update.FinishReason is { } finish)
                {
                    isFinished = true;
                    foreach (var content in thoughts.TakeRest().Concat(tools.Take(EngineId)))
                    {
                        yield return Update(update, content);
                    }

                    yield return new ChatResponseUpdate(ChatRole.Assistant, []) { ResponseId = update.CompletionId, FinishReason = Reason(finish) };
                }
            }
            while (await MoveAsync(updates, cancellationToken));
        }

        if (!isFinished)
        {
            throw new EngineException(EngineId, EngineFailure.ConnectionLost, "The reply engine's answer was cut off.");
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(EngineId, _options.Endpoint, _options.Model)
            : serviceType == typeof(ChatClient) ? _client
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
    }

    private static ChatResponseUpdate Update(StreamingChatCompletionUpdate update, AIContent content) =>
        new(ChatRole.Assistant, [content]) { ResponseId = update.CompletionId, MessageId = update.CompletionId, ModelId = update.Model };

    private static ChatFinishReason Reason(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };

    /// <summary>Asks and waits for the first piece of the answer.</summary>
    private async Task<IAsyncEnumerator<StreamingChatCompletionUpdate>> AskAsync(
        IReadOnlyList<OpenAI.Chat.ChatMessage> question,
        ChatCompletionOptions settings,
        CancellationToken cancellationToken)
    {
        var updates = _client.CompleteChatStreamingAsync(question, settings, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            return await MoveAsync(updates, cancellationToken)
                ? updates
                : throw new EngineException(EngineId, EngineFailure.InvalidAnswer, "The reply engine answered nothing.");
        }
        catch (Exception)
        {
            await updates.DisposeAsync();
            throw;
        }
    }

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (ClientResultException error) when (error.Status != 0)
        {
            throw Refused((HttpStatusCode)error.Status, error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException(EngineId, EngineFailure.Timeout, "The reply engine did not answer in time.", error);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new EngineException(EngineId, EngineFailure.InvalidAnswer, "The reply engine's answer could not be understood.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or ClientResultException)
        {
            throw new EngineException(EngineId, EngineFailure.ConnectionLost, "The connection to the reply engine failed.", error);
        }
    }

    private static EngineException Refused(HttpStatusCode status, Exception error) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new EngineException(EngineId, EngineFailure.Unauthorized, "The reply engine refused the key.", error),
        HttpStatusCode.NotFound => new EngineException(EngineId, EngineFailure.NotSupported, "The reply engine does not know the model or the address.", error),
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => new EngineException(EngineId, EngineFailure.RemoteError, "The reply engine was too slow.", error),
        HttpStatusCode.TooManyRequests => new EngineException(EngineId, EngineFailure.RemoteError, "The reply engine has too many requests.", error),
        >= HttpStatusCode.InternalServerError => new EngineException(EngineId, EngineFailure.RemoteError, $"The reply engine failed with status {(int)status}.", error),
        _ => new EngineException(EngineId, EngineFailure.NotSupported, $"The reply engine refused the question with status {(int)status}.", error),
    };
}
