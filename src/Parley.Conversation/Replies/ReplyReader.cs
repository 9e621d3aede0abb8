using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Parley.Speech;
using Parley.Speech.Text;

namespace Parley.Conversation.Replies;

/// <summary>Reads a chat client's stream as pieces fit to be spoken, each as soon as it is certain.</summary>
internal sealed class ReplyReader(IChatClient client, string engineId, TimeProvider time)
{
    /// <summary>First clauses of this length are spoken before their sentence is complete.</summary>
    private const int FirstClauseLength = 24;

    /// <summary>When the first token came; null before.</summary>
    public long? FirstTokenAt { get; private set; }

    /// <exception cref="EngineException">The engine failed, or stalled; pieces before it are good.</exception>
    public async IAsyncEnumerable<ReplyPiece> ReadAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions options,
        ReplyLimits limits,
        IReadOnlyList<string> names,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var splitter = new SentenceSplitter(new SentenceSplitterOptions { FirstClauseLength = FirstClauseLength });
        var shaper = new ReplyShaper(names, limits);
        using var deadline = new CancellationTokenSource(limits.FirstToken, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await using var updates = client.GetStreamingResponseAsync(messages, options, linked.Token).GetAsyncEnumerator(linked.Token);
        while (await MoveAsync(updates, deadline, cancellationToken))
        {
#pragma warning disable RS0030 // This source was made with the TimeProvider.
            deadline.CancelAfter(limits.NextToken);
#pragma warning restore RS0030
            foreach (var content in updates.Current.Contents)
            {
                if (content is TextReasoningContent { Text.Length: > 0 } thought)
                {
                    yield return new ReplyPiece(thought.Text, IsThought: true);
                }
                else if (content is TextContent { Text.Length: > 0 } text)
                {
                    FirstTokenAt ??= time.GetTimestamp();
                    splitter.Append(text.Text);
                }
            }

            while (splitter.TryTake(out var piece))
            {
                if (shaper.Take(piece) is { Length: > 0 } shaped)
                {
                    yield return new ReplyPiece(shaped);
                }

                if (shaper.IsFull)
                {
                    yield break;
                }
            }
        }

        if (shaper.Take(splitter.TakeRest()) is { Length: > 0 } rest)
        {
            yield return new ReplyPiece(rest);
        }
    }

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            throw new EngineException(engineId, EngineFailure.Timeout, "The reply engine did not answer in time.");
        }
        catch (Exception error) when (error is not (OperationCanceledException or EngineException))
        {
            throw new EngineException(engineId, EngineFailure.Failed, "The reply engine failed.", error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException(engineId, EngineFailure.ConnectionLost, "The reply engine gave up.");
        }
    }
}
