using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Messages;

namespace Parley.Conversation.Sessions;

/// <content>Slash commands (Voxta specification §7.7). On the loop.</content>
public sealed partial class ConversationSession
{
    private async ValueTask ObeyAsync(SlashCommand command, SendMessage send)
    {
        switch (command)
        {
            case AddMessageCommand { Role: MessageRole.Assistant } say:
                await SpeakAsync(new SpeakText(say.Text, Named(say)) { Speak = send.Speak, Origin = send.Origin });
                break;
            case AddMessageCommand add:
                await SendAsync(send with
                {
                    Text = add.Text,
                    Role = add.Role,
                    AllowSlashCommands = false,
                    DoReply = add.Reply,
                    DoContinue = add.Reply,
                    CharacterId = Named(add) ?? send.CharacterId,
                    MaxTokens = add.MaxTokens ?? send.MaxTokens,
                    MaxSentences = add.MaxSentences ?? send.MaxSentences,
                    UseStoryWriter = add.UseStoryWriter || add.Narrate || send.UseStoryWriter,
                });
                break;
            case WriteStoryCommand story:
                await InterruptAsync(InterruptReason.NewMessage);
                await TellStoryAsync(story.Prompt, isInTurn: false);
                break;
            case TriggerCommand trigger:
                _background.Run(() => TriggerAsync(trigger.Name, [], null, 0));
                break;
            case SetFlagsCommand flags:
                await UpdateContextAsync(new UpdateContext(new ContextPayload { SetFlags = flags.Flags }) { Origin = send.Origin });
                break;
            case SetContextCommand context:
                IReadOnlyList<ContextDefinition> sentences = context.Text.Length == 0 ? [] : [new ContextDefinition { Text = context.Text }];
                await UpdateContextAsync(new UpdateContext(new ContextPayload { Key = "__command", Contexts = sentences }) { Origin = send.Origin });
                break;
            case SummarizeCommand summarize:
                _background.Run(() => SummarizeAsync(summarize.All));
                break;
            case RepeatCommand repeat:
                await RepeatAsync(repeat.MessageId);
                break;
            case RegenerateCommand:
                await RetryAsync(send.Origin);
                break;
            case RollbackCommand:
                await RevertAsync(new RevertMessages { Origin = send.Origin });
                break;
            case CaptureCommand capture:
                RequestCapture(capture.Source);
                break;
            default:
                throw new ConversationException(ConversationErrors.InvalidState, "This server makes no pictures.");
        }
    }

    private Guid? Named(AddMessageCommand command) => (command.CharacterName is { } name ? _cast.FindByName(name) : command.ScenarioRole is { } role ? _cast.FindByRole(role) : null)?.Character.Id;

    private void RequestCapture(string source)
    {
        var id = Guid.NewGuid();
        _captures.Enqueue(id);
        if (_captures.Count > 8)
        {
            _captures.Dequeue();
        }

        Publish(new CaptureRequested(id, source, _history.LastOf(m => m.Role == MessageRole.User)?.Text));
    }

    private async ValueTask CompleteCaptureAsync(CompleteCapture capture)
    {
        if (!_captures.Contains(capture.RequestId))
        {
            throw new ConversationException(ConversationErrors.NotFound, "No picture was asked for under this id.");
        }

        _captures = new Queue<Guid>(_captures.Where(id => id != capture.RequestId));
        if (capture.Picture is { } picture)
        {
            await SendAsync(new SendMessage { Attachments = [picture], Origin = capture.Origin });
        }
    }
}
