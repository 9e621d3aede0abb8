using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Parley.Testing.Conversations;

/// <summary>One question to a <see cref="TestReplyEngine"/>.</summary>
public sealed class TestReply(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
{
    internal Channel<string> Tokens { get; } = Channel.CreateUnbounded<string>();

    public IReadOnlyList<ChatMessage> Messages => messages;

    public ChatOptions? Options => options;

    /// <summary>Completes when the question was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Write(string text) => Tokens.Writer.TryWrite(text);

    public void Complete() => Tokens.Writer.TryComplete();

    public void Fail(Exception error) => Tokens.Writer.TryComplete(error);

    /// <summary>The whole answer.</summary>
    public void Answer(string text)
    {
        Write(text);
        Complete();
    }
}
