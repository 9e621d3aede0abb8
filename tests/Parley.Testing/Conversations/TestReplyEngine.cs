using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;
using Parley.Conversation.Replies;

namespace Parley.Testing.Conversations;

/// <summary>A reply engine that the test answers for, token by token.</summary>
public sealed class TestReplyEngine : IReplyEngine
{
    private readonly Channel<TestReply> _asked = Channel.CreateUnbounded<TestReply>();

    public string Id => "test";

    public bool IsLanguageModel { get; init; }

    /// <summary>Answers at once when set: messages and options in, text out; null leaves the answer to the test.</summary>
    public Func<IReadOnlyList<ChatMessage>, ChatOptions?, string?>? Answer { get; set; }

    /// <summary>Chooses a tool call when tools are offered; null for none.</summary>
    public Func<IReadOnlyList<ChatMessage>, ChatOptions, FunctionCallContent?>? Choose { get; set; }

    /// <summary>The next question that <see cref="Answer"/> did not answer.</summary>
    public ValueTask<TestReply> AskedAsync(CancellationToken cancellationToken) => _asked.Reader.ReadAsync(cancellationToken);

    public IChatClient CreateClient(Character character) => new Client(this);

    private sealed class Client(TestReplyEngine engine) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var all = messages.ToArray();
            if (options?.Tools is { Count: > 0 })
            {
                if (engine.Choose?.Invoke(all, options) is { } call)
                {
                    yield return new ChatResponseUpdate(ChatRole.Assistant, [call]);
                }

                yield break;
            }

            if (engine.Answer?.Invoke(all, options) is { } answer)
            {
                foreach (var word in answer.Split(' '))
                {
                    yield return new ChatResponseUpdate(ChatRole.Assistant, word + " ");
                }

                yield break;
            }

            var reply = new TestReply(all, options);
            engine._asked.Writer.TryWrite(reply);
            using var cancelled = cancellationToken.Register(() => reply.Cancelled.TrySetResult());
            await foreach (var text in reply.Tokens.Reader.ReadAllAsync(cancellationToken))
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, text);
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
