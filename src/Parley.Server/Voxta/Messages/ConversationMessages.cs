using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Hub;
using Parley.Server.Voxta.Sessions;
using Parley.Voxta.Wire;
using CoreDelete = Parley.Conversation.Sessions.DeleteMessage;
using CoreRole = Parley.Conversation.Chats.MessageRole;
using CoreSend = Parley.Conversation.Sessions.SendMessage;
using WireDelete = Parley.Voxta.Wire.DeleteMessage;
using WireSend = Parley.Voxta.Wire.SendMessage;

namespace Parley.Server.Voxta.Messages;

/// <summary>Saying and changing things (specification §2.3).</summary>
internal static class ConversationMessages
{
    public static void Register()
    {
        MessageRoutes.On<WireSend>((app, m) => app.PostAsync(m.SessionId, Send(m)));
        MessageRoutes.On<UpdateMessage>((app, m) => app.PostAsync(m.SessionId, new EditMessage(m.MessageId, m.Text)));
        MessageRoutes.On<WireDelete>((app, m) => app.PostAsync(m.SessionId, new CoreDelete(m.MessageId)));
        MessageRoutes.On<RevertMessage>((app, m) => app.PostAsync(m.SessionId, new RevertMessages(m.MessageId)));
        MessageRoutes.On<RetryMessage>((app, m) => app.PostAsync(m.SessionId, new RetryReply()));
        MessageRoutes.On<InterruptMessage>((app, m) => app.PostAsync(m.SessionId, new InterruptReply()));
        MessageRoutes.On<PauseChatMessage>(async (app, m) => await PauseAsync(app, m.SessionId, m.Pause, interrupt: false));
        MessageRoutes.On<PauseMessage>(async (app, m) => await PauseAsync(app, m.SessionId, m.Pause, interrupt: m.Pause));
        MessageRoutes.On<TriggerReplyMessage>((app, m) => app.PostAsync(m.SessionId, new RequestReply(m.CharacterId)));
        MessageRoutes.On<TypingStartMessage>((app, m) => app.PostAsync(m.SessionId, new StartTyping()));
        MessageRoutes.On<TypingEndMessage>((app, m) => app.PostAsync(m.SessionId, new EndTyping(m.Sent)));
        MessageRoutes.On<RequestSuggestionsMessage>((app, m) => app.PostAsync(m.SessionId, new RequestSuggestions(WireShapes.NullIfEmpty(m.Prefix), Math.Clamp(m.Count, 1, 10))));
        MessageRoutes.On<SendSecretMessage>((app, m) => Silent(app, m.SessionId, m.Text, CoreRole.Secret));
        MessageRoutes.On<SendNoteMessage>((app, m) => Silent(app, m.SessionId, m.Text, CoreRole.Note));
        MessageRoutes.On<SendInstructionsMessage>((app, m) => Silent(app, m.SessionId, m.Text, CoreRole.Instructions));
    }

    private static CoreSend Send(WireSend message) => new()
    {
        Text = message.Text,
        DoReply = message.DoReply,
        DoContinue = message.DoContinue,
        InferUserActions = message.DoUserActionInference,
        InferCharacterActions = message.DoCharacterActionInference,
        Attachments = message.Attachments is null ? [] : [.. message.Attachments.Where(a => a is not null).Select(Upload)],
        ResponsePrefix = WireShapes.NullIfEmpty(message.CharacterResponsePrefix),
        Role = WireShapes.Role(message.Role),
        CharacterId = message.CharacterId,
        TriggerEvent = WireShapes.NullIfEmpty(message.TriggerEvent),
        UseStoryWriter = message.UseStoryWriter,
        MaxTokens = message.GenerateConstraintRequest?.MaxNewTokens,
        MaxSentences = message.GenerateConstraintRequest?.MaxSentences,
    };

    private static ValueTask Silent(VoxtaApp app, Guid? session, string? text, CoreRole role) =>
        string.IsNullOrWhiteSpace(text)
            ? throw new HubException("The message has no text")
            : app.PostAsync(session, new CoreSend { Text = text, Role = role, DoReply = false, AllowSlashCommands = false });

    private static async ValueTask PauseAsync(VoxtaApp app, Guid? sessionId, bool pause, bool interrupt)
    {
        await app.PostAsync(sessionId, new SetPaused(pause) { Interrupt = interrupt });
    }

    private static AttachmentUpload Upload(Attachment attachment)
    {
        const string Marker = ";base64,";
        var url = attachment.Base64Url ?? "";
        var marker = url.IndexOf(Marker, StringComparison.OrdinalIgnoreCase);
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || marker < 0)
        {
            throw new HubException("An attachment must be a data URI in base64");
        }

        try
        {
            return new AttachmentUpload(url["data:".Length..marker], Convert.FromBase64String(url[(marker + Marker.Length)..]), attachment.Source, attachment.FileName, attachment.Label);
        }
        catch (FormatException)
        {
            throw new HubException("An attachment is not valid base64");
        }
    }
}
