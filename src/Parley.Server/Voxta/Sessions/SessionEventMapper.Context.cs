using System.Collections.Concurrent;
using Parley.Conversation.Memories;
using Parley.Conversation.Sessions;
using Parley.Voxta.Wire;
using CoreAction = Parley.Conversation.Sessions.ActionInvoked;

namespace Parley.Server.Voxta.Sessions;

internal sealed partial class SessionEventMapper
{
    private readonly ConcurrentDictionary<Guid, IReadOnlyList<RecalledEntry>> _memories = new();

    private void MapContext(ConversationEvent item, SessionView view)
    {
        switch (item)
        {
            case CoreAction action:
                MapAction(action, view);
                break;
            case AppTriggered trigger:
                output.Add(new AppTrigger
                {
                    SessionId = view.SessionId,
                    Name = trigger.Name,
                    Arguments = trigger.Arguments,
                    SenderId = _snapshot.Participants is [var main, ..] ? main.Character.Id : view.UserId,
                    MessageId = trigger.MessageId,
                    TriggerId = trigger.TriggerId,
                });
                break;
            case ContextChanged changed:
                output.Add(WireContext.Updated(view.SessionId, changed.Context, _snapshot.Participants, view.Client));
                break;
            case MemoryWindowChanged window:
                _memories[window.CharacterId] = window.Entries;
                output.Add(Memories(window.CharacterId));
                break;
            case ParticipantsChanged changed:
                MapParticipants(changed.Participants, view);
                break;
            case PausedChanged paused:
                output.Add(new ChatPaused { SessionId = view.SessionId, Paused = paused.IsPaused });
                break;
            case ChatChanged changed:
                _snapshot = _snapshot with { Chat = changed.Chat };
                output.Add(new ChatUpdated { SessionId = view.SessionId, ChatId = changed.Chat.Id, Title = changed.Chat.Title });
                break;
            case DocumentChanged document:
                output.Add(Document(view.SessionId, document));
                break;
            case SuggestionsReady ready:
                output.Add(new SuggestionsOffered { SessionId = view.SessionId, Suggestions = ready.Suggestions });
                break;
            case CaptureRequested capture when view.CanCapture(capture.CaptureSource):
                output.Add(new VisionCaptureRequest { SessionId = view.SessionId, VisionCaptureRequestId = capture.RequestId, Source = capture.CaptureSource });
                break;
            case ErrorRaised error:
                output.Add(new ChatSessionError { SessionId = view.SessionId, Message = error.Message, Code = error.Code, Retry = error.IsTransient, ServiceName = error.EngineId });
                break;
            case NoActionChosen none when IsInspecting:
                // An empty value says that nothing was chosen in the layer.
                output.Add(new Parley.Voxta.Wire.ActionInvoked { SessionId = view.SessionId, Value = "", SenderId = none.CharacterId ?? view.UserId, Role = WireShapes.Role(none.Role), Layer = WireShapes.NullIfEmpty(none.Layer) });
                break;
            case ScenarioEventFired fired when IsInspecting:
                output.Add(new InspectorScenarioEventExecuted { SessionId = view.SessionId, Name = fired.Name, Event = fired.Name, Timing = WireContext.Timing(fired.Timing), Timestamp = fired.Timestamp });
                break;
            case ScriptExecuted script when IsInspecting:
                output.Add(new InspectorScriptExecuted { SessionId = view.SessionId, Name = script.Name, Script = script.Name, Logs = [.. script.Logs.Select(l => new ScriptLog { Level = l.Level, Message = l.Message })], Timestamp = script.Timestamp });
                break;
            default:
                break;
        }
    }

    /// <summary>A character's memory window as last told; what is in it only while inspecting.</summary>
    public MemoryUpdated Memories(Guid characterId) => new()
    {
        SessionId = _view.SessionId,
        CharacterId = characterId,
        Memories = IsInspecting && _memories.TryGetValue(characterId, out var entries)
            ? [.. entries.Select(e => new MemoryInfo { Id = e.Id, Text = e.Text, Keywords = e.Keywords })]
            : [],
    };

    public static DocumentUpdated Document(Guid session, DocumentChanged document) => new()
    {
        SessionId = session,
        DocumentId = document.DocumentId,
        Title = document.Title,
        TitleTokens = Tokens(document.Title),
        Content = document.Content,
        ContentTokens = Tokens(document.Content),
    };

    private void MapAction(CoreAction action, SessionView view)
    {
        output.Add(new Parley.Voxta.Wire.ActionInvoked
        {
            SessionId = view.SessionId,
            Value = action.Name,
            SenderId = action.CharacterId ?? view.UserId,
            Role = WireShapes.Role(action.Role),
            ContextKey = action.ContextKey,
            Layer = WireShapes.NullIfEmpty(action.Layer),
            ScenarioRole = action.ScenarioRole,
            Arguments = WireContext.Arguments(action.Arguments),
        });
        if (IsInspecting)
        {
            output.Add(new InspectorActionExecuted
            {
                SessionId = view.SessionId,
                Name = action.Name,
                Action = action.Name,
                Layer = WireShapes.NullIfEmpty(action.Layer),
                Timing = WireContext.Timing(action.Timing),
                Timestamp = action.Timestamp,
                TriggeredByMessageId = action.MessageId,
            });
        }
    }

    private void MapParticipants(IReadOnlyList<SessionParticipant> participants, SessionView view)
    {
        var before = _snapshot.Participants;
        _snapshot = _snapshot with { Participants = participants };
        output.Add(new ChatParticipantsUpdated
        {
            SessionId = view.SessionId,
            Characters = [.. participants.Select(p => WireShapes.Participant(p, view.Client))],
            Participants = [.. participants.Select(p => new ParticipantReference { CharacterId = p.Character.Id, Id = p.Character.Id, Name = p.Character.DisplayName })],
        });
        if (!before.Select(p => p.Character.Id).SequenceEqual(participants.Select(p => p.Character.Id)))
        {
            output.Add(Configuration());
        }
    }

    // A model's tokenizer is not at hand: four characters a token, as everywhere where only a size is shown.
    private static int Tokens(string? text) => text is null ? 0 : (text.Length + 3) / 4;
}
