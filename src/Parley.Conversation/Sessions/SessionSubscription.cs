using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Parley.Conversation.Sessions;

/// <summary>
/// One observer's view of a session: a snapshot and the events that follow it. Owns a bounded queue; an observer that falls behind
/// by more than it holds gets what was queued, then <see cref="SlowConsumerException"/>, while session and other observers go on.
/// </summary>
public sealed class SessionSubscription : IDisposable
{
    private readonly Channel<ConversationEvent> _queue;
    private readonly Func<SessionSubscription, bool> _remove;
    private readonly int _capacity;

    internal SessionSubscription(SessionSnapshot snapshot, int capacity, Func<SessionSubscription, bool> remove)
    {
        Snapshot = snapshot;
        _capacity = capacity;
        _remove = remove;
        _queue = Channel.CreateBounded<ConversationEvent>(new BoundedChannelOptions(capacity)
        {
            SingleReader = true,
            SingleWriter = true,
        });
    }

    /// <summary>The session when the subscription began.</summary>
    public SessionSnapshot Snapshot { get; }

    /// <summary>
    /// The events in order, each as soon as it happens: a <see cref="MessageStored"/> may come before its commit. Completes after
    /// <see cref="SessionEnded"/>. One reader.
    /// </summary>
    public ChannelReader<ConversationEvent> Events => _queue.Reader;

    /// <summary>The events in order until the session ends; a message that is being stored holds up what follows it until it is durable. One reader.</summary>
    /// <exception cref="SlowConsumerException">The observer fell too far behind.</exception>
    public async IAsyncEnumerable<ConversationEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            if (item is not MessageStored stored || await stored.Committed.WaitAsync(cancellationToken))
            {
                yield return item;
            }
        }
    }

    /// <summary>Ends the subscription; what is queued can still be read.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _remove(this);
    }

    internal bool TryWrite(ConversationEvent item)
    {
        if (_queue.Writer.TryWrite(item))
        {
            return true;
        }

        // Either full, or already ended by its owner; both mean that nothing more is written.
        _queue.Writer.TryComplete(new SlowConsumerException(_capacity));
        return false;
    }

    internal void Complete() => _queue.Writer.TryComplete();
}
