using Parley.Conversation.Messages;

namespace Parley.Conversation.Sessions;

/// <summary>What can be seen of a command to be wrong before it is queued.</summary>
internal static class CommandValidator
{
    private const int MaxAttachments = 8;
    private const int MaxAttachmentBytes = 16 * 1024 * 1024;

    public static void Validate(ConversationCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        switch (command)
        {
            case SendMessage send:
                CheckText(send.Text);
                CheckText(send.ResponsePrefix);
                if (send.Attachments.Count > MaxAttachments)
                {
                    throw new ConversationException(ConversationErrors.LimitReached, $"A message may have at most {MaxAttachments} attachments.");
                }

                foreach (var attachment in send.Attachments)
                {
                    CheckAttachment(attachment);
                }

                if (send.AllowSlashCommands && send.Role == Chats.MessageRole.User)
                {
                    SlashCommand.Parse(send.Text);
                }

                break;
            case EditMessage edit:
                CheckText(edit.Text);
                break;
            case SpeakText speak:
                CheckText(speak.Text);
                break;
            case RunScript run:
                CheckText(run.Script);
                break;
            case UpdateDocument document:
                CheckText(document.Title);
                CheckText(document.Content);
                break;
            case CompleteCapture { Picture: { } picture }:
                CheckAttachment(picture);
                break;
            case RequestSuggestions { Count: < 1 or > 10 }:
                throw new ConversationException(ConversationErrors.InvalidArgument, "Between 1 and 10 suggestions can be asked for.");
        }
    }

    private static void CheckText(string? text)
    {
        if (text?.Length > TextLimits.MaxMessageLength)
        {
            throw new ConversationException(ConversationErrors.TextTooLong, $"The text is longer than {TextLimits.MaxMessageLength} characters.");
        }
    }

    private static void CheckAttachment(AttachmentUpload attachment)
    {
        if (attachment.Data.Length > MaxAttachmentBytes)
        {
            throw new ConversationException(ConversationErrors.LimitReached, "An attachment may have at most 16 MiB.");
        }
    }
}
