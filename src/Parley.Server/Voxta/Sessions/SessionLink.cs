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

    private SessionLink(VoxtaApp app, ConversationSession session, SessionSubscription subscription, SessionLease? lease)
    {
        _app = app;
        Session = session;
        _subscription = subscription;
        _lease = lease;
        _mapper = new SessionEventMapper(
            new SessionView
            {
                SessionId = session.Id,
                ChatId = session.ChatId,
                Player = app.Player,
                UserId = app.UserId,
                Client = app.Identity!.Client,
                MessageEvents = app.Services.Options.MessageEvents,
                AudioUrl = app.Identity.PlaysUrls ? app.Services.Clips.Publish : null,
                CanCapture = app.Identity.CanCapture,
            },
            _messages)
        {
            Participants = subscription.Snapshot.Participants,
        };
    }

    public ConversationSession Session { get; }

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

    /// <summary>Joins a session; nothing is told until <see cref="Run"/>.</summary>
    /// <param name="app">The app.</param>
    /// <param name="session">The session.</param>
    /// <param name="grace">How long the session outlives this link; null when the link does not keep it alive.</param>
    public static async ValueTask<SessionLink> OpenAsync(VoxtaApp app, ConversationSession session, TimeSpan? grace)
    {
        // The lease first: a session that is about to be abandoned stays.
        var lease = grace is { } time ? session.Attach(time) : null;
        try
        {
            var link = new SessionLink(app, session, await session.SubscribeAsync(4096, app.Connection.Ending), lease);
            if (app.Identity!.PlaysUrls)
            {
                link._speaker = await session.OpenSpeakerAsync(new SpeakerOptions { Kind = SpeakerKind.Clips, Reports = true }, app.Connection.Ending);
            }

            return link;
        }
        catch
        {
            lease?.Dispose();
            throw;
        }
    }

    /// <summary>Begins to tell the app what happens.</summary>
    public void Run() => _pump = PumpAsync();

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
                _messages.Clear();
                _mapper.Map(item);
                foreach (var message in _messages)
                {
                    await _app.TellAsync(message);
                }

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
}
