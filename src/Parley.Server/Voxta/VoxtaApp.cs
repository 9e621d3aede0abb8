using Parley.Conversation;
using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Audio;
using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Messages;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta;

/// <summary>
/// One app on one hub connection: what it said of itself, the sessions it owns or watches, and everything it is told, which leaves
/// through one bounded outbox so that it stays in order. An app that does not read is dropped.
/// </summary>
internal sealed partial class VoxtaApp : IHubApp
{
    private const int OutboxCapacity = 2048;

    private readonly Outbox _outbox;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, SessionLink> _links = [];
    private readonly HashSet<Guid> _unregistered = [];
    private AudioLink? _audio;
    private IDisposable? _watch;
    private ITimer? _autoSession;
    private Guid? _owned;
    private Guid? _subscribed;
    private bool _holdSessions;
    private int _inspectsAudio;
    private volatile object? _inspectedAudio;
    private bool _disposed;

    public VoxtaApp(HubConnection connection, VoxtaServices services, Player player)
    {
        Connection = connection;
        Services = services;
        Player = player;
        UserId = WireShapes.UserId(player);
        _outbox = new Outbox(OutboxCapacity, connection);
        connection.Traffic.FindSession = () => CurrentSession ?? _audio?.SessionId;
    }

    public HubConnection Connection { get; }

    public VoxtaServices Services { get; }

    public Player Player { get; }

    public Guid UserId { get; }

    /// <summary>What the app said of itself; null before authentication.</summary>
    public AppIdentity? Identity { get; private set; }

    /// <summary>Whether it exists for raw audio: its reader may be unable to play URLs, and nothing starts because of it.</summary>
    public bool IsAudioConnection => Identity?.TakesRawAudio ?? false;

    /// <summary>The session it owns, else the one it subscribed to last.</summary>
    public Guid? CurrentSession
    {
        get
        {
            lock (_gate)
            {
                return _owned ?? _subscribed;
            }
        }
    }

    public async ValueTask HandleAsync(ClientMessage message, HubCall call)
    {
        if (message is AuthenticateMessage authenticate)
        {
            await AuthenticateAsync(authenticate, call);
            return;
        }

        if (Identity is null)
        {
            throw new HubException("Authenticate first") { AuthenticationRequired = true };
        }

        var needed = PermissionTable.Needed(message, isOwnSession: message is not ClientSessionMessage { SessionId: { } session } || session == OwnedSession);
        if (!Identity.May(needed))
        {
            throw new HubException($"The app's scopes do not allow this: {PermissionTable.Name(needed)} is needed");
        }

        try
        {
            await MessageRoutes.HandleAsync(this, message, call);
        }
        catch (ConversationException error)
        {
            throw new HubException(error.Message);
        }
    }

    public void HandleAudio(ReadOnlySpan<byte> pcm)
    {
        if (Identity is not null && Identity.May(AppPermissions.MessageWrite))
        {
            Audio?.Write(pcm);
        }
    }

    /// <summary>Tells the app something, after all it was told before; waits while the outbox is full.</summary>
    public ValueTask TellAsync(ServerMessage message) => _outbox.PostAsync(message, Connection.Ending);

    /// <summary>Tells the app something without waiting; an app whose outbox is full is dropped.</summary>
    public void Tell(ServerMessage message)
    {
        if (!_outbox.TryPost(message) && !_disposed)
        {
            Connection.Drop("does not read");
        }
    }

    /// <summary>Looks again which session raw audio belongs to.</summary>
    public void Rebind()
    {
        if (IsAudioConnection || _audio is not null)
        {
            Audio?.Rebind();
        }
    }

    // Most apps send no raw audio and take none.
    private AudioLink? Audio
    {
        get
        {
            lock (_gate)
            {
                return _disposed ? _audio : _audio ??= new AudioLink(this);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        SessionLink[] links;
        Guid? owned;
        lock (_gate)
        {
            _disposed = true;
            owned = _owned;
            links = [.. _links.Values];
            _links.Clear();
        }

        _watch?.Dispose();
        if (_autoSession is { } timer)
        {
            await timer.DisposeAsync();
        }

        InspectAudio(false, null);
        Services.Apps.Remove(this);
        if (_audio is not null)
        {
            await _audio.DisposeAsync();
        }

        foreach (var link in links)
        {
            await link.DisposeAsync();
        }

        if (owned is { } session)
        {
            await AbandonTriggersAsync(session);
        }

        await _outbox.CloseAsync();
        Services.Apps.SessionsChanged(Player);
    }

    /// <summary>The session a message is for: the one named, else the owned one, else the only one subscribed to.</summary>
    /// <exception cref="HubException">There is none, or it is not the caller's.</exception>
    public ConversationSession Session(Guid? sessionId)
    {
        Guid? only;
        lock (_gate)
        {
            only = _links.Count == 1 ? _links.Keys.First() : null;
        }

        var id = sessionId ?? CurrentSession ?? only ?? throw new HubException("No session: start a chat, or name one");
        return Services.Sessions.TryGet(Player, id, out var session) ? session : throw new HubException("The session does not exist");
    }

    /// <summary>The connection's link to a session; null when it is neither owner nor subscriber.</summary>
    public SessionLink? Link(Guid sessionId)
    {
        lock (_gate)
        {
            return _links.GetValueOrDefault(sessionId);
        }
    }

    // Triggers are for the app that runs the session; nobody else completes them.
    private async ValueTask AbandonTriggersAsync(Guid sessionId)
    {
        try
        {
            if (Services.Sessions.TryGet(Player, sessionId, out var session))
            {
                await session.PostAsync(new AbandonAppTriggers());
            }
        }
        catch (ConversationException)
        {
            // The session has ended.
        }
    }
}
