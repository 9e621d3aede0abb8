namespace Parley.Conversation.Sessions;

/// <summary>Who observes a session. Events are published on the loop; observers leave from any thread.</summary>
internal sealed class Observers(TimeProvider time, Action slow)
{
    private readonly Lock _gate = new();
    private SessionSubscription[] _subscriptions = [];

    public SessionSubscription Add(SessionSnapshot snapshot, int capacity)
    {
        var subscription = new SessionSubscription(snapshot, capacity, Remove);
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions, subscription];
        }

        return subscription;
    }

    public void Publish(ConversationEvent item)
    {
        item = item with { Timestamp = time.GetUtcNow() };
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            if (!subscription.TryWrite(item) && Remove(subscription))
            {
                slow();
            }
        }
    }

    public void Complete()
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            subscription.Complete();
        }
    }

    private bool Remove(SessionSubscription subscription)
    {
        lock (_gate)
        {
            var count = _subscriptions.Length;
            _subscriptions = [.. _subscriptions.Where(s => s != subscription)];
            return _subscriptions.Length < count;
        }
    }
}
