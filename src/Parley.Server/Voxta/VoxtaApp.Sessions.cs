using Parley.Conversation;
using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta;

/// <content>Owning, watching and leaving sessions (specification §4.1 to §4.4).</content>
internal sealed partial class VoxtaApp
{
    /// <summary>Starts or resumes a chat; this app owns it from then on.</summary>
    public async ValueTask StartAsync(SessionRequest request, HubCall call)
    {
        DisarmAutoSession();
        if (request.ChatId is { } chat && Services.Sessions.TryGetByChat(Player, chat, out var running) && !MayOwn(running.Id))
        {
            await AttachAsync(running, request, call);
            return;
        }

        await StopOwnedAsync(request.ChatId);
        _holdSessions = true;
        SessionStart start;
        SessionLease lease;
        try
        {
            (start, lease) = await Services.Sessions.StartAttachedAsync(request, Services.Options.OwnerGrace, Connection.Ending);
        }
        catch (ConversationException error)
        {
            _holdSessions = false;
            await TellAsync(new ServerError { Message = error.Message, Code = error.Code });
            throw new HubException(error.Message);
        }

        // Until the link of this app has its own.
        using var held = lease;
        await call.CompleteAsync();
        var session = start.Session;
        try
        {
            await AnnounceStartAsync(session);
            if (Link(session.Id) is { IsOwner: true })
            {
                // Resumed on the connection that has it already: the snapshot again.
                await TellAsync(await StartedAsync(session));
            }
            else
            {
                await LeaveAsync(session.Id);
                await JoinAsync(session, Services.Options.OwnerGrace, owned: true);
            }
        }
        finally
        {
            _holdSessions = false;
        }

        if (start.WasRunning && request.Context is { } context)
        {
            await session.PostAsync(new Parley.Conversation.Sessions.UpdateContext(context), Connection.Ending);
        }

        await session.BeginAsync(Connection.Ending);
    }

    // §4.3: another app runs the chat. This one joins it, or is told so.
    private async ValueTask AttachAsync(ConversationSession session, SessionRequest request, HubCall call)
    {
        if (Services.Options.RunningChats == RunningChatPolicy.Error)
        {
            const string Exists = "Chat session already exists for this chat";
            await TellAsync(new ServerError { Message = Exists });
            throw new HubException(Exists);
        }

        await call.CompleteAsync();
        if (Link(session.Id) is not null)
        {
            await TellAsync(await StartedAsync(session));
        }

        await SubscribeAsync(session);
        if (request.Context is { } context)
        {
            await session.PostAsync(new Parley.Conversation.Sessions.UpdateContext(context), Connection.Ending);
        }
    }

    /// <summary>Watches a session; the snapshot comes the first time only.</summary>
    public async ValueTask SubscribeAsync(ConversationSession session)
    {
        DisarmAutoSession();
        if (Link(session.Id) is null)
        {
            await JoinAsync(session, Services.Apps.IsServerOwned(session.Id) ? Services.Options.AutoSessionGrace : null, owned: false);
        }

        lock (_gate)
        {
            _subscribed = session.Id;
        }

        Services.Apps.SessionsChanged(Player);
    }

    public async ValueTask UnsubscribeAsync(Guid sessionId)
    {
        if (OwnedSession != sessionId)
        {
            await LeaveAsync(sessionId);
        }
    }

    /// <summary>The session ended while this app was linked to it; its end has been told.</summary>
    public void OnLinkEnded(SessionLink link)
    {
        bool unregistered;
        lock (_gate)
        {
            _links.Remove(link.Session.Id);
            _owned = _owned == link.Session.Id ? null : _owned;
            _subscribed = _subscribed == link.Session.Id ? null : _subscribed;
            unregistered = _unregistered.Remove(link.Session.Id);
        }

        // Else the directory has yet to forget the session, and tells.
        if (unregistered)
        {
            Tell(SessionList());
        }

        Services.Apps.SessionsChanged(Player);
    }

    /// <summary>The chat of a live session as <c>chatStarted</c> tells it.</summary>
    public async ValueTask<ChatStarted> StartedAsync(ConversationSession session)
    {
        using var subscription = await session.SubscribeAsync(cancellationToken: Connection.Ending);
        return ChatSnapshot.Started(this, session, subscription.Snapshot);
    }

    /// <summary>What the app can do has changed: every session it is linked to follows.</summary>
    private async ValueTask ReconfigureAsync()
    {
        SessionLink[] links;
        lock (_gate)
        {
            links = [.. _links.Values];
        }

        foreach (var link in links)
        {
            await link.ReconfigureAsync();
        }
    }

    // A session has one owner: the server, or one app. An app that comes back while its lost connection is still open takes it over.
    private bool MayOwn(Guid sessionId)
    {
        if (Services.Apps.IsServerOwned(sessionId))
        {
            return false;
        }

        if (Services.Apps.OwnerOf(this, sessionId) is { } other)
        {
            if (!IsSameInstance(other))
            {
                return false;
            }

            other.Disown(sessionId);
        }

        return true;
    }

    private bool IsSameInstance(VoxtaApp other) =>
        string.Equals(other.Identity!.Client, Identity!.Client, StringComparison.OrdinalIgnoreCase)
        || (other.Connection.Instance is { } instance && instance == Connection.Instance);

    private void Disown(Guid sessionId)
    {
        lock (_gate)
        {
            if (_owned == sessionId)
            {
                _owned = null;
                _subscribed = sessionId;
            }
        }
    }

    private async ValueTask AnnounceStartAsync(ConversationSession session)
    {
        await TellAsync(new ChatStarting { SessionId = session.Id, ChatId = session.ChatId });
        await TellAsync(new ChatLoadingMessage { SessionId = session.Id, Text = "Ready", Progress = 100 });
        _holdSessions = false;
        lock (_gate)
        {
            _owned = session.Id;
        }

        await TellAsync(SessionList());
    }

    private async ValueTask LeaveAsync(Guid sessionId)
    {
        SessionLink? link;
        lock (_gate)
        {
            if (!_links.Remove(sessionId, out link))
            {
                return;
            }

            _subscribed = _subscribed == sessionId ? null : _subscribed;
        }

        await link.DisposeAsync();
    }

    private async ValueTask JoinAsync(ConversationSession session, TimeSpan? grace, bool owned)
    {
        var link = await SessionLink.OpenAsync(this, session, grace, owned);
        lock (_gate)
        {
            _links[session.Id] = link;
            if (owned)
            {
                _owned = session.Id;
            }
        }

        await TellAsync(ChatSnapshot.Started(this, session, link.Snapshot));
        await TellAsync(WireContext.Updated(session.Id, link.Snapshot.Context, link.Snapshot.Participants, Identity!.Client));
        foreach (var document in link.Snapshot.Documents)
        {
            await TellAsync(SessionEventMapper.Document(session.Id, document));
        }

        await link.RunAsync();
        Services.Apps.SessionsChanged(Player);
    }

    // §4.2: starting while a chat is owned ends that one first, unless it is the very chat to resume.
    private async ValueTask StopOwnedAsync(Guid? keepChat)
    {
        Guid? owned;
        lock (_gate)
        {
            owned = _owned;
        }

        if (owned is { } id && Services.Sessions.TryGet(Player, id, out var session) && session.ChatId != keepChat)
        {
            await Services.Sessions.StopAsync(Player, id, cancellationToken: Connection.Ending);
        }
    }

    private void OnSessionChange(SessionChange change)
    {
        Rebind();
        lock (_gate)
        {
            if (change.EndReason is not null && _links.ContainsKey(change.Session.Id))
            {
                // chatClosed comes first.
                _unregistered.Add(change.Session.Id);
                return;
            }
        }

        // A chat of its own is told after its chatStarting.
        if (!_holdSessions)
        {
            Tell(SessionList());
        }
    }

    // The receiver's own first, then most recently active: the Python client takes the first entry.
    private ChatsSessionsUpdated SessionList()
    {
        var owned = CurrentSession;
        return new ChatsSessionsUpdated
        {
            Sessions = [.. Services.Sessions.List(Player).OrderByDescending(s => s.Id == owned).Select(s => new ChatSessionInfo
            {
                SessionId = s.Id,
                ChatId = s.ChatId,
                User = WireShapes.User(s.Player, s.PlayerName),
                Characters = [.. s.Participants.Select(p => WireShapes.Info(p.Character))],
            })],
        };
    }
}
