using Parley.Conversation.Sessions;

namespace Parley.Server.Console.Api;

/// <summary>The events of a conversation as the console shows them: enough to follow it, not a protocol to build on.</summary>
internal static class EventShapes
{
    /// <summary>Type and data; null for events that the stream tells otherwise.</summary>
    public static (string Type, object Data)? Of(ConversationEvent item) => item switch
    {
        TurnStarted e => ("turnStarted", new { turn = e.TurnId }),
        TurnEnded e => ("turnEnded", new { turn = e.TurnId, e.Outcome }),
        FlowChanged e => ("flow", new { e.State }),
        ReplyGenerating e => ("replyGenerating", new { turn = e.TurnId, e.MessageId, e.CharacterId, e.Role }),
        ReplyStarted e => ("replyStarted", new { turn = e.TurnId, e.MessageId }),
        ReplyThought e => ("replyThought", new { turn = e.TurnId, e.MessageId, e.Text }),
        ReplyChunk e => ("replyChunk", new { turn = e.TurnId, e.MessageId, e.StartIndex, e.EndIndex, e.Text, spoken = e.Clip is not null }),
        ReplyEnded e => ("replyEnded", new { turn = e.TurnId, e.MessageId, e.Text, e.Tokens, partial = e.IsPartial }),
        ReplyCancelled e => ("replyCancelled", new { turn = e.TurnId, e.MessageId }),
        MessageStored e => ("messageStored", new { messageId = e.Message.Id, e.Message.Role, name = e.Message.SenderName, e.Message.Text }),
        MessageChanged e => ("messageChanged", new { messageId = e.Message.Id, e.Change, e.Message.Text }),
        MessageDeleted e => ("messageDeleted", new { messageId = e.Message.Id }),
        ListeningChanged e => ("listening", new { e.IsListening }),
        UserSpeechStarted e => ("speechStarted", new { e.MicrophoneId }),
        UserSpeechPartial e => ("speechPartial", new { e.MicrophoneId, e.Text }),
        UserSpeechEnded e => ("speechEnded", new { e.MicrophoneId, e.Text, e.Confidence, submitted = e.IsSubmitted }),
        MicrophoneClosed e => ("microphoneClosed", new { e.MicrophoneId, e.End }),
        SpeechHeld e => ("speechHeld", new { turn = e.TurnId, e.MessageId }),
        SpeechResumed e => ("speechResumed", new { turn = e.TurnId, e.MessageId }),
        SpeechInterrupted e => ("speechInterrupted", new { turn = e.TurnId, e.MessageId, e.Reason, e.HeardLength }),
        PlaybackStarted e => ("playbackStarted", new { e.MessageId, e.StartIndex, e.EndIndex, reported = e.IsReported }),
        PlaybackCompleted e => ("playbackCompleted", new { e.MessageId, reported = e.IsReported }),
        ActionInvoked e => ("action", new { e.Name, arguments = e.Arguments.ToDictionary(a => a.Name, a => a.Value), turn = e.TurnId, e.MessageId, e.Timing }),
        ScenarioEventFired e => ("scenarioEvent", new { e.Name, e.Timing }),
        ScriptExecuted e => ("script", new { e.Name, logs = e.Logs.Select(l => new { l.Level, l.Message }) }),
        AppTriggered e => ("appTrigger", new { e.Name, e.MessageId }),
        ContextChanged e => ("context", new { flags = e.Context.Flags.Select(f => f.Name) }),
        MemoriesLearned e => ("memories", new { e.CharacterId, items = e.Items.Select(i => i.Content) }),
        ParticipantsChanged e => ("participants", new { characters = e.Participants.Select(p => p.Character.Name) }),
        PausedChanged e => ("paused", new { e.IsPaused }),
        ChatChanged e => ("chat", new { e.Chat.Title }),
        DocumentChanged e => ("document", new { e.DocumentId, e.Title }),
        SuggestionsReady e => ("suggestions", new { e.Suggestions }),
        CaptureRequested e => ("capture", new { e.RequestId, e.CaptureSource }),
        ErrorRaised e => ("error", new { e.Code, e.Message, e.EngineId, turn = e.TurnId }),
        SessionEnded e => ("sessionEnded", new { e.Reason }),
        _ => null,
    };
}
