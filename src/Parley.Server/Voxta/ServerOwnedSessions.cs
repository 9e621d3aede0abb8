using System.Collections.Concurrent;
using Parley.Conversation;
using Parley.Conversation.Sessions;

namespace Parley.Server.Voxta;

/// <summary>Sessions that the server itself keeps alive until somebody stops them (specification §4.1). Thread-safe.</summary>
internal sealed class ServerOwnedSessions(ISessionDirectory sessions, VoxtaApps apps)
{
    private readonly ConcurrentDictionary<Guid, SessionLease> _leases = new();

    public bool Contains(Guid sessionId) => _leases.ContainsKey(sessionId);

    /// <summary>Starts a chat, or takes over its live session, and begins it.</summary>
    /// <exception cref="ConversationException">A chat, character or scenario does not exist, or the player has too many live sessions.</exception>
    public async ValueTask<SessionStart> StartAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var start = await sessions.StartAsync(request, cancellationToken);
        var session = start.Session;
        var lease = session.Attach();
        if (!_leases.TryAdd(session.Id, lease))
        {
            lease.Dispose();
            return start;
        }

        apps.MarkServerOwned(session.Id);
        _ = ForgetAsync(session);
        await session.BeginAsync(CancellationToken.None);
        return start;
    }

    private async Task ForgetAsync(ConversationSession session)
    {
        await session.Completion;
        if (_leases.TryRemove(session.Id, out var lease))
        {
            lease.Dispose();
        }

        apps.Forget(session.Id);
    }
}
