using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Voxta.Wire;
using CoreCancelled = Parley.Conversation.Sessions.ReplyCancelled;
using CoreChunk = Parley.Conversation.Sessions.ReplyChunk;
using CoreGenerating = Parley.Conversation.Sessions.ReplyGenerating;

namespace Parley.Server.Voxta.Sessions;

/// <summary>
/// What happens in a session, as this connection is told it: messages in the order of the specification (§4). One connection's view,
/// called by one reader; keeps only what the next message needs.
/// </summary>
internal sealed partial class SessionEventMapper(SessionView view, SessionSnapshot snapshot, List<ServerMessage> output)
{
    // Replaced by the reader of the hub, read by the reader of the session.
    private volatile SessionView _view = view;
    private volatile SessionSnapshot _snapshot = snapshot;
    private volatile bool _isInspecting;
    private Guid _offered;

    /// <summary>Whether the inspector's events are wanted.</summary>
    public bool IsInspecting
    {
        get => _isInspecting;
        set => _isInspecting = value;
    }

    /// <summary>What this connection's view depends on. Changes with the app's capabilities.</summary>
    public SessionView View
    {
        get => _view;
        set => _view = value;
    }

    /// <summary>The session's header as it is now.</summary>
    public ChatConfiguration Configuration() => _view.Configuration(_snapshot);

    /// <summary>Adds what the connection is told of a session that has begun without it.</summary>
    /// <param name="isOwner">Whether it is the app's own.</param>
    public void MapJoin(bool isOwner)
    {
        var isWaiting = _snapshot.Flow == FlowState.WaitingForUserInput;
        if (_snapshot.IsListening || (isWaiting && _view.AsksForMicrophone))
        {
            MapRecording(true);
        }

        if (isOwner)
        {
            output.Add(new ChatFlow { SessionId = _view.SessionId, State = new ChatFlowState(_snapshot.Flow.ToString()) });
        }
    }

    /// <summary>Adds what the connection is told of an event.</summary>
    public void Map(ConversationEvent item)
    {
        var view = _view;
        switch (item)
        {
            case MessageStored stored:
                MapStored(stored.Message, view);
                break;
            case MessageChanged changed:
                output.Add(WireShapes.Update(view, changed.Message));
                break;
            case MessageDeleted deleted:
                output.Add(WireShapes.Deletion(view, deleted.Message));
                break;
            case FlowChanged flow:
                if (flow.State == FlowState.WaitingForUserInput && view.AsksForMicrophone)
                {
                    MapRecording(true);
                }

                output.Add(new ChatFlow { SessionId = view.SessionId, State = new ChatFlowState(flow.State.ToString()) });
                break;
            case CoreGenerating reply:
                output.Add(new Parley.Voxta.Wire.ReplyGenerating { SessionId = view.SessionId, MessageId = reply.MessageId, SenderId = reply.CharacterId, Role = WireShapes.Role(reply.Role), IsNarration = reply.IsNarration });
                break;
            case ReplyStarted reply:
                output.Add(new ReplyStart { SessionId = view.SessionId, MessageId = reply.MessageId, SenderId = reply.CharacterId, ChatTime = WireShapes.Milliseconds(reply.ChatTime) });
                break;
            case ReplyThought thought:
                output.Add(new ReplyThink { SessionId = view.SessionId, MessageId = thought.MessageId, SenderId = thought.CharacterId, Text = thought.Text });
                break;
            case CoreChunk chunk:
                MapChunk(chunk, view);
                break;
            case ReplyEnded reply:
                output.Add(new ReplyEnd { SessionId = view.SessionId, MessageId = reply.MessageId, SenderId = reply.CharacterId, Tokens = reply.Tokens, MessageIndex = reply.Index, ConversationIndex = reply.ConversationIndex });
                break;
            case CoreCancelled cancelled:
                output.Add(new Parley.Voxta.Wire.ReplyCancelled { SessionId = view.SessionId, MessageId = cancelled.MessageId });
                break;
            case SessionEnded:
                output.Add(new ChatClosed { SessionId = view.SessionId, ChatId = view.ChatId });
                break;
            default:
                if (!MapSpeech(item, view))
                {
                    MapContext(item, view);
                }

                break;
        }
    }

    private void MapStored(Parley.Conversation.Chats.ChatMessage message, SessionView view)
    {
        output.Add(WireShapes.Update(view, message));

        // What only the character may see is not announced as said.
        var isWanted = view.MessageEvents switch
        {
            MessageEventPolicy.All => message.Role != MessageRole.Secret,
            MessageEventPolicy.AssistantOnly => message.Role == MessageRole.Assistant || message.IsNarration,
            _ => false,
        };
        if (isWanted)
        {
            output.Add(WireShapes.Received(view, message));
        }
    }

    private void MapChunk(CoreChunk chunk, SessionView view)
    {
        if (chunk.Clip is not null && view is { PausesRecognition: true, AsksForMicrophone: true })
        {
            // Speech is about to start.
            MapRecording(false);
        }

        var url = chunk.Clip is { } clip && view.AudioUrl is { } publish ? publish(clip) : "";
        output.Add(new Parley.Voxta.Wire.ReplyChunk
        {
            SessionId = view.SessionId,
            MessageId = chunk.MessageId,
            SenderId = chunk.CharacterId,
            StartIndex = chunk.StartIndex,
            EndIndex = chunk.EndIndex,
            Text = chunk.Text,
            AudioUrl = url,
            IsNarration = chunk.IsNarration,
        });

        // §4.8.1: one start by the server after the first chunk with audio, which tells simple clients to begin playing.
        if (url.Length > 0 && _offered != chunk.MessageId)
        {
            _offered = chunk.MessageId;
            output.Add(new SpeechPlaybackStart { SessionId = view.SessionId, MessageId = chunk.MessageId });
        }
    }
}
