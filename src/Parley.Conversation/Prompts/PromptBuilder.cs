using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Parley.Conversation.Chats;
using Parley.Conversation.Messages;
using Parley.Conversation.Replies;
using AIMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatMessage = Parley.Conversation.Chats.ChatMessage;

namespace Parley.Conversation.Prompts;

/// <summary>Writes the prompt of a reply. Pure.</summary>
internal static class PromptBuilder
{
    public static (List<AIMessage> Messages, ChatOptions Options) Build(PromptInput input)
    {
        var system = System(input);
        var late = Late(input);
        var budget = input.Budget - TokenEstimate.Count(system) - TokenEstimate.Count(late);
        var messages = new List<AIMessage> { new(ChatRole.System, system) };
        var history = new List<AIMessage>();
        var isFirst = true;
        for (var i = input.History.Count - 1; i >= 0; i--)
        {
            if (Message(input, input.History[i], isFirst ? input.Attachments : []) is not { } message)
            {
                continue;
            }

            budget -= TokenEstimate.Count(message.Text) + 4;
            if (budget < 0 && !isFirst)
            {
                break;
            }

            history.Add(message);
            isFirst = false;
        }

        history.Reverse();
        messages.AddRange(history);
        if (late.Length > 0)
        {
            messages.Add(new AIMessage(ChatRole.System, late));
        }

        if (!string.IsNullOrEmpty(input.ResponsePrefix))
        {
            messages.Add(new AIMessage(ChatRole.System, $"Begin your reply with exactly these words: {input.ResponsePrefix}"));
        }

        var options = new ChatOptions
        {
            MaxOutputTokens = input.MaxTokens,
            AdditionalProperties = new AdditionalPropertiesDictionary
            {
                [ReplyContext.PropertyName] = new ReplyContext
                {
                    PlayerName = input.PlayerName,
                    CharacterName = input.Character.DisplayName,
                    Now = input.Now,
                    TimeZoneName = input.TimeZoneName,
                    Memories = input.Memories,
                    Contexts = input.Contexts,
                },
            },
        };
        return (messages, options);
    }

    /// <summary>The history as a model reads it that does not take part: one line a message.</summary>
    public static string Transcript(IEnumerable<ChatMessage> history, string playerName)
    {
        var text = new StringBuilder();
        foreach (var message in history)
        {
            var line = message.Role switch
            {
                MessageRole.User => $"{playerName}: {message.Text}",
                MessageRole.Assistant => $"{message.SenderName}: {message.Text}",
                MessageRole.Summary => $"(Earlier: {message.Text})",
                MessageRole.Event => $"(Event: {message.Text})",
                _ => null,
            };
            if (line is not null)
            {
                text.AppendLine(line);
            }
        }

        return text.ToString();
    }

    private static string System(PromptInput input)
    {
        var character = input.Character;
        var text = new StringBuilder();
        var standard = Standard(input);
        Line(text, input, string.IsNullOrWhiteSpace(character.SystemPrompt)
            ? standard
            : character.SystemPrompt.Replace("{{original}}", standard, StringComparison.OrdinalIgnoreCase));
        Lore(text, input, isBefore: true);
        Line(text, input, character.Description);
        Line(text, input, character.Personality, "{{char}}'s personality: ");
        Line(text, input, character.Scenario, "Scenario: ");
        Line(text, input, input.Scenario?.Prompt);
        Lore(text, input, isBefore: false);
        foreach (var sentence in input.SystemContexts)
        {
            Line(text, input, sentence);
        }

        foreach (var (title, content) in input.Documents)
        {
            Line(text, input, content, string.IsNullOrWhiteSpace(title) ? "Document: " : $"Document \"{title}\": ");
        }

        if (input.Memories.Count > 0)
        {
            Line(text, input, string.Join('\n', input.Memories.Select(m => "- " + m.Content)), "What {{char}} remembers of {{user}}:\n");
        }

        if (input.Abilities.Count > 0)
        {
            Line(text, input, string.Join('\n', input.Abilities.Select(a => "- " + a)), "What {{char}} can do:\n");
        }

        Line(text, input, character.MessageExamples.Replace("<START>", "", StringComparison.OrdinalIgnoreCase), "Example of how {{char}} talks:\n");
        Line(text, input, string.Create(CultureInfo.InvariantCulture, $"It is {input.Now:dddd, d MMMM yyyy, HH:mm} ({input.TimeZoneName})."));
        return text.ToString().TrimEnd();
    }

    private static string Standard(PromptInput input)
    {
        var text = new StringBuilder(input.IsStory
            ? "Tell the next part of the story of {{char}} and {{user}}."
            : "You are {{char}}. Write {{char}}'s next reply to {{user}}, and nothing else: no name in front, never words of {{user}}.");
        if (input.Others.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" Also present: {string.Join(", ", input.Others)}. Never speak for them.");
        }

        if (input.IsSpoken)
        {
            text.Append(" The reply is spoken aloud: use short plain sentences without markup, lists or emoji.");
        }

        if (input.MaxSentences is { } sentences)
        {
            text.Append(CultureInfo.InvariantCulture, $" Use at most {sentences} sentence{(sentences == 1 ? "" : "s")}.");
        }

        return text.ToString();
    }

    private static string Late(PromptInput input)
    {
        var text = new StringBuilder();
        foreach (var sentence in input.Contexts)
        {
            Line(text, input, sentence);
        }

        Line(text, input, input.Character.PostHistoryInstructions);
        return text.ToString().TrimEnd();
    }

    private static void Lore(StringBuilder text, PromptInput input, bool isBefore)
    {
        foreach (var entry in input.Lore)
        {
            if ((entry.Position == "before_char") == isBefore)
            {
                Line(text, input, entry.Content);
            }
        }
    }

    private static void Line(StringBuilder text, PromptInput input, string? content, string prefix = "")
    {
        if (!string.IsNullOrWhiteSpace(content))
        {
            text.AppendLine(TextTemplate.Fill(prefix + content.Trim(), input.Character.DisplayName, input.PlayerName));
        }
    }

    /// <summary>A message as the speaking character knows it; null for what it must not see.</summary>
    private static AIMessage? Message(PromptInput input, ChatMessage message, IReadOnlyList<(ChatAttachment Attachment, ReadOnlyMemory<byte> Data)> attachments)
    {
        switch (message.Role)
        {
            case MessageRole.User:
                var result = new AIMessage(ChatRole.User, input.Others.Count > 0 ? $"{input.PlayerName}: {message.Text}" : message.Text);
                foreach (var (attachment, data) in attachments)
                {
                    result.Contents.Add(new DataContent(data, attachment.ContentType));
                }

                return result;
            case MessageRole.Assistant when message.CharacterId == input.Character.Id:
                return new AIMessage(ChatRole.Assistant, message.Text);
            case MessageRole.Assistant:
                return new AIMessage(ChatRole.User, $"{message.SenderName}: {message.Text}");
            case MessageRole.Summary:
                return new AIMessage(ChatRole.System, $"What happened earlier: {message.Text}");
            case MessageRole.Event:
                return new AIMessage(ChatRole.System, $"Now this happens: {message.Text}");
            case MessageRole.Note or MessageRole.Secret or MessageRole.System:
                return new AIMessage(ChatRole.System, message.Text);
            default:
                return null;
        }
    }
}
