using Parley.Conversation.Sessions;

namespace Parley.Testing.Conversations;

/// <summary>A session and everything it told so far.</summary>
public sealed class ObservedSession(ConversationSession session, SessionSubscription subscription)
{
    private readonly List<ConversationEvent> _seen = [];

    public ConversationSession Session => session;

    public SessionSubscription Subscription => subscription;

    /// <summary>The events read so far, in order.</summary>
    public IReadOnlyList<ConversationEvent> Seen => _seen;

    /// <summary>Reads on to the next event of a kind.</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? condition = null)
        where T : ConversationEvent
    {
        while (true)
        {
            var item = await subscription.Events.ReadAsync().AsTask().WaitAsync(ConversationFixture.Patience);
            _seen.Add(item);
            if (item is T found && condition?.Invoke(found) != false)
            {
                return found;
            }
        }
    }

    /// <summary>Does a command and reads what it told by then.</summary>
    public async Task DoAsync(ConversationCommand command) => await session.ExecuteAsync(command).WaitAsync(ConversationFixture.Patience);

    /// <summary>Reads what has been told by now, after everything queued was done.</summary>
    public async Task<IReadOnlyList<ConversationEvent>> DrainAsync()
    {
        using var barrier = await session.SubscribeAsync().AsTask().WaitAsync(ConversationFixture.Patience);
        var events = new List<ConversationEvent>();
        while (subscription.Events.TryRead(out var item))
        {
            events.Add(item);
        }

        _seen.AddRange(events);
        return events;
    }
}
