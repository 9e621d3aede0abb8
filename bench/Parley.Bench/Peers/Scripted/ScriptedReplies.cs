using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;
using Parley.Conversation.Replies;

namespace Parley.Bench.Peers.Scripted;

/// <summary>Answers at once with sentences of seven words, word by word; never with a tool call.</summary>
/// <param name="words">How long the answer is.</param>
internal sealed class ScriptedReplies(int words) : IReplyEngine
{
    private static readonly string[] Sentence = ["The ", "park ", "lies ", "by ", "the ", "old ", "river. "];

    public string Id => "scripted";

    public bool IsLanguageModel => false;

    public IChatClient CreateClient(Character character) => new Client(words);

    private sealed class Client(int words) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

#pragma warning disable CS1998 // Nothing is waited for: that is the point.
        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
#pragma warning restore CS1998
        {
            if (options?.Tools is { Count: > 0 })
            {
                yield break;
            }

            for (var i = 0; i < words; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new ChatResponseUpdate(ChatRole.Assistant, Sentence[i % Sentence.Length]);
            }

            yield return new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = ChatFinishReason.Stop };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
