using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Parley.Conversation.Replies;

/// <summary>One span for each question, named and tagged as OpenTelemetry's conventions for generative AI say. No content.</summary>
internal sealed class TelemetryChatClient(IChatClient inner, string model) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var activity = ConversationMetrics.Activities.StartActivity($"chat {model}", ActivityKind.Client);
        activity?.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.request.model", model);
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception error) when (activity is not null)
            {
                activity.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error.GetType().FullName);
                throw;
            }

            if (updates.Current.FinishReason is { } finish)
            {
                activity?.SetTag("gen_ai.response.finish_reasons", new[] { finish.Value });
            }

            yield return updates.Current;
        }
    }
}
