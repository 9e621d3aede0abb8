using Parley.Voxta.Wire;

namespace Parley.Voxta;

public sealed partial class VoxtaClient
{
    private Guid? _ownedChat;
    private (HubLink Link, Guid Session)? _subscribed;

    // Read by any thread while the read loop moves on: whole objects only, since an id in a field could be read half old, half new.
    private volatile ActiveSession? _active;
    private volatile object? _lastMessageId;
    private volatile bool _isSpeaking;
    private volatile bool _isThinking;

    /// <summary>The active session; null while no chat runs.</summary>
    public Guid? SessionId => _active?.SessionId;

    /// <summary>Chat of the active session; null while no chat runs.</summary>
    public Guid? ChatId => _active?.ChatId;

    /// <summary>Whether a character speaks: from <c>speechPlaybackStart</c> to <c>speechPlaybackComplete</c>, <c>interruptSpeech</c> or the connection's end.</summary>
    public bool IsSpeaking => _isSpeaking;

    /// <summary>Whether a reply is being generated: from <c>replyGenerating</c> to its end, <c>interruptSpeech</c> or the connection's end.</summary>
    public bool IsThinking => _isThinking;

    /// <summary>The last message that a message, update, reply or playback named; null before the first.</summary>
    public Guid? LastMessageId => (Guid?)_lastMessageId;

    /// <summary>The active session's chat as it was when it started; null while no chat runs, and until its snapshot has come.</summary>
    public ChatStarted? Chat => _active?.Chat;

    /// <summary>The active session's context; null before the first <c>contextUpdated</c>.</summary>
    public ContextUpdated? Context => _active?.Context;

    // Runs on the read loop, so that state has moved before anybody hears of the event.
    private void Dispatch(HubLink link, ServerMessage message)
    {
        var ready = Follow(link, message);
        Answer(message);
        _events.Publish(message);
        if (ready is { } session)
        {
            _events.Publish(new Ready(session));
        }
    }

    private Guid? Follow(HubLink link, ServerMessage message)
    {
        switch (message)
        {
            case ChatStarting starting:
                // Goes to the connection that starts or resumes the chat; a subscriber's snapshot comes without it.
                _ownedChat = starting.ChatId;
                break;
            case ChatStarted started:
                _active = new ActiveSession(started.SessionId, started.ChatId, started, started.Context);
                return started.SessionId;
            case ChatsSessionsUpdated { Sessions.Count: > 0 } updated:
                return FollowSessions(link, updated.Sessions);
            case ChatClosed closed when closed.SessionId == SessionId:
                ForgetSession();
                break;
            case ServerSessionMessage { SessionId: var session } when session != Guid.Empty && _active is { } other && session != other.SessionId:
                // A session that is only watched says nothing of the active one.
                break;
            case ReplyGenerating reply:
                _lastMessageId = reply.MessageId;
                _isThinking = true;
                break;
            case ReplyStart reply:
                _lastMessageId = reply.MessageId;
                _isThinking = true;
                break;
            case ReplyEnd or ReplyCancelled:
                _isThinking = false;
                break;
            case SpeechPlaybackStart start:
                _lastMessageId = start.MessageId;
                _isSpeaking = true;
                break;
            case SpeechPlaybackComplete:
                _isSpeaking = false;
                break;
            case InterruptSpeech:
                _isSpeaking = _isThinking = false;
                break;
            case MessageUpdated { Text: not null } update:
                _lastMessageId = update.MessageId;
                break;
            case MessageReceived received:
                _lastMessageId = received.MessageId;
                break;
            case ContextUpdated context when _active is { } active && context.SessionId == active.SessionId:
                _active = active with { Context = context };
                break;
            default:
                break;
        }

        return null;
    }

    private Guid? FollowSessions(HubLink link, IReadOnlyList<ChatSessionInfo> sessions)
    {
        var active = sessions.FirstOrDefault(s => s.SessionId == SessionId || s.ChatId == ChatId) ?? sessions[0];
        if (active.ChatId == _ownedChat)
        {
            // Its own chat is ready when chatStarted says so.
            return null;
        }

        // A new connection watches nothing yet.
        if (_options.AutoSubscribe && _subscribed != (link, active.SessionId))
        {
            _subscribed = (link, active.SessionId);
            _ = SubscribeQuietlyAsync(link, active);
        }

        if (active.SessionId == SessionId)
        {
            return null;
        }

        _active = new ActiveSession(active.SessionId, active.ChatId, null, null);
        return active.SessionId;
    }

    private void ForgetSession()
    {
        _active = null;
        _ownedChat = null;
        _isSpeaking = _isThinking = false;
    }

    private async Task SubscribeQuietlyAsync(HubLink link, ChatSessionInfo session)
    {
        try
        {
            await link.InvokeAsync(new SubscribeToChatMessage { SessionId = session.SessionId, ChatId = session.ChatId }, default).ConfigureAwait(false);
        }
        catch (Exception error) when (error is Parley.Realtime.RealtimeException or TimeoutException)
        {
            // A refusal was published as a Completion; a lost connection ends or reconnects the client.
            _subscribed = null;
        }
    }

    private sealed record ActiveSession(Guid SessionId, Guid ChatId, ChatStarted? Chat, ContextUpdated? Context);
}
