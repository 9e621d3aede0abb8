using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Server.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Sessions;

/// <summary>An app at a session: its subscription, mapped and told in order; its speaker; and, for an owner, its lease.</summary>
internal sealed class SessionLink : IAsyncDisposable
{
    private readonly VoxtaApp _app;
    private readonly SessionSubscription _subscription;
    private readonly SessionEventMapper _mapper;
    private readonly List<ServerMessage> _messages = [];
    private readonly SessionLease? _lease;
    private Speaker? _speaker;
    private Task _pump = Task.CompletedTask;

    private SessionLink(VoxtaApp app, ConversationSession session, SessionSubscription subscription, SessionLease? lease, bool isOwner)
    {
        _app = app;
        IsOwner = isOwner;
        Session = session;
        _subscription = subscription;
        _lease = lease;
        _mapper = new SessionEventMapper(View(), subscription.Snapshot, _messages);
    }

    public ConversationSession Session { get; }

    /// <summary>Whether the app runs the session, and by this link keeps it alive.</summary>
    public bool IsOwner { get; }

    /// <summary>Whether the inspector's events are wanted.</summary>
    public bool IsInspecting
    {
        get => _mapper.IsInspecting;
        set => _mapper.IsInspecting = value;
    }

    /// <summary>A character's memory window as this connection is told it.</summary>
    public MemoryUpdated Memories(Guid characterId) => _mapper.Memories(characterId);

    /// <summary>The session when the link began.</summary>
    public SessionSnapshot Snapshot => _subscription.Snapshot;

    /// <summary>Joins a session; nothing is told until <see cref="RunAsync"/>.</summary>
    /// <param name="app">The app.</param>
    /// <param name="session">The session.</param>
    /// <param name="grace">How long the session outlives this link; null when the link does not keep it alive.</param>
    /// <param name="isOwner">Whether the app runs the session.</param>
    public static async ValueTask<SessionLink> OpenAsync(VoxtaApp app, ConversationSession session, TimeSpan? grace, bool isOwner)
    {
        // The lease first: a session that is about to be abandoned stays.
        var lease = grace is { } time ? session.Attach(time) : null;
        try
        {
            var link = new SessionLink(app, session, await session.SubscribeAsync(4096, app.Connection.Ending), lease, isOwner);
            await link.FitSpeakerAsync();
            return link;
        }
        catch
        {
            lease?.Dispose();
            throw;
        }
    }

    /// <summary>Tells the app where a session stands that has begun without it, and from then on what happens.</summary>
    public async ValueTask RunAsync()
    {
        if (Snapshot.HasBegun)
        {
            _mapper.MapJoin(IsOwner);
            await TellMappedAsync();
        }

        _pump = PumpAsync();
    }

    /// <summary>The app authenticated anew: what it can do may have changed, and with it what it is told.</summary>
    public async ValueTask ReconfigureAsync()
    {
        _mapper.View = View();
        await FitSpeakerAsync();
        await _app.TellAsync(_mapper.Configuration());
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        if (_speaker is not null)
        {
            await _speaker.DisposeAsync();
        }

        _lease?.Dispose();
        await _pump;
    }

    private async Task PumpAsync()
    {
        // The starter of a session waits for it elsewhere; the pump must not run on its stack.
        await Task.Yield();
        try
        {
            await foreach (var item in _subscription.ReadAllAsync(_app.Connection.Ending))
            {
                _mapper.Map(item);
                await TellMappedAsync();
                if (item is SessionEnded)
                {
                    _app.OnLinkEnded(this);
                }
            }
        }
        catch (SlowConsumerException)
        {
            HubLog.SlowConsumer(_app.Services.Log, _app.Connection.Id);
            _app.Connection.Drop("does not read");
        }
        catch (Exception error) when (error is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            // The connection is ending.
        }
    }

    private async ValueTask TellMappedAsync()
    {
        foreach (var message in _messages)
        {
            await _app.TellAsync(message);
        }

        _messages.Clear();
    }

    private SessionView View()
    {
        var identity = _app.Identity!;
        return new SessionView
        {
            SessionId = Session.Id,
            ChatId = Session.ChatId,
            Player = _app.Player,
            UserId = _app.UserId,
            Client = identity.Client,
            AsksForMicrophone = identity.StreamsMicrophone && !identity.TakesRawAudio && (IsOwner || _app.Services.Apps.IsServerOwned(Session.Id)),
            PausesRecognition = _app.Services.Options.PauseRecognitionDuringPlayback,
            Configuration = snapshot => ChatSnapshot.Configuration(_app, Session, snapshot),
            MessageEvents = _app.Services.Options.MessageEvents,
            AudioUrl = identity.PlaysUrls ? _app.Services.Clips.Publish : null,
            CanCapture = identity.CanCapture,
        };
    }

    // Who plays URLs reports what it played.
    private async ValueTask FitSpeakerAsync()
    {
        if (_app.Identity!.PlaysUrls)
        {
            _speaker ??= await Session.OpenSpeakerAsync(new SpeakerOptions { Kind = SpeakerKind.Clips, Reports = true }, _app.Connection.Ending);
        }
        else if (_speaker is { } speaker)
        {
            _speaker = null;
            await speaker.DisposeAsync();
        }
    }
}
