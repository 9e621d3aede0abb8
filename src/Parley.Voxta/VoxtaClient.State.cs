using Parley.Voxta.Wire;

namespace Parley.Voxta;

public sealed partial class VoxtaClient
{
    private Guid? _ownedChat;
    private (HubLink Link, Guid Session)? _subscribed;

    /// <summary>The active session; null while no chat runs.</summary>
    public Guid? SessionId { get; private set; }

    /// <summary>Chat of the active session; null while no chat runs.</summary>
    public Guid? ChatId { get; private set; }

    /// <summary>Whether a character speaks: from <c>speechPlaybackStart</c> to <c>speechPlaybackComplete</c> or <c>interruptSpeech</c>.</summary>
    public bool IsSpeaking { get; private set; }

    /// <summary>Whether a reply is being generated: from <c>replyGenerating</c> to its end, or <c>interruptSpeech</c>.</summary>
    public bool IsThinking { get; private set; }

    /// <summary>The last message that a message, update, reply or playback named; null before the first.</summary>
    public Guid? LastMessageId { get; private set; }

    /// <summary>The active session's chat as it was when it started; null while no chat runs.</summary>
    public ChatStarted? Chat { get; private set; }

    /// <summary>The active session's context; null before the first <c>contextUpdated</c>.</summary>
    public ContextUpdated? Context { get; private set; }

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
                SessionId = started.SessionId;
                ChatId = started.ChatId;
                Chat = started;
                Context = started.Context;
                return started.SessionId;
            case ChatsSessionsUpdated { Sessions.Count: > 0 } updated:
                return FollowSessions(link, updated.Sessions);
            case ChatClosed closed when closed.SessionId == SessionId:
                SessionId = ChatId = _ownedChat = null;
                Chat = null;
                Context = null;
                IsSpeaking = IsThinking = false;
                break;
            case ReplyGenerating reply:
                LastMessageId = reply.MessageId;
                IsThinking = true;
                break;
            case ReplyStart reply:
                LastMessageId = reply.MessageId;
                IsThinking = true;
                break;
            case ReplyEnd or ReplyCancelled:
                IsThinking = false;
                break;
            case SpeechPlaybackStart start:
                LastMessageId = start.MessageId;
                IsSpeaking = true;
                break;
            case SpeechPlaybackComplete:
                IsSpeaking = false;
                break;
            case InterruptSpeech:
                IsSpeaking = IsThinking = false;
                break;
            case MessageUpdated { Text: not null } update:
                LastMessageId = update.MessageId;
                break;
            case MessageReceived received:
                LastMessageId = received.MessageId;
                break;
            case ContextUpdated context when context.SessionId == SessionId:
                Context = context;
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

        SessionId = active.SessionId;
        ChatId = active.ChatId;
        return active.SessionId;
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
}
