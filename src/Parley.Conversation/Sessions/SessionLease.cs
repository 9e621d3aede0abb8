namespace Parley.Conversation.Sessions;

/// <summary>
/// Somebody is there: while any lease of a session is held it does not end by itself. When the last one is disposed, the session waits
/// for that lease's grace period and then ends as <see cref="SessionEndReason.Abandoned"/>. A session nobody ever attached to stays.
/// </summary>
public sealed class SessionLease : IDisposable
{
    private Action<SessionLease>? _release;

    internal SessionLease(TimeSpan grace, Action<SessionLease> release)
    {
        Grace = grace;
        _release = release;
    }

    /// <summary>How long the session waits for somebody else.</summary>
    public TimeSpan Grace { get; set; }

    /// <summary>Leaves. Repeated calls do nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke(this);
}
