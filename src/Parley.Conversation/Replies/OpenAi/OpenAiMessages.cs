using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Parley.Conversation.Replies.OpenAi;

/// <summary>Writes questions in the endpoint's terms. Pure.</summary>
internal static class OpenAiMessages
{
    public static IReadOnlyList<OpenAI.Chat.ChatMessage> From(IEnumerable<AIMessage> messages, OpenAiReplyOptions options)
    {
        var all = messages.ToArray();
        var isFree = options.FreeRoles ?? options.IsOpenAi;
        return [.. (isFree ? all : Alternating(all)).Select(m => From(m, options))];
    }

    public static ChatCompletionOptions From(ChatOptions? options, OpenAiReplyOptions engine)
    {
        var settings = new ChatCompletionOptions { Temperature = options?.Temperature, TopP = options?.TopP };
        if (options?.MaxOutputTokens is { } tokens)
        {
            if (engine.IsOpenAi)
            {
                settings.MaxOutputTokenCount = tokens;
            }
            else
            {
                // The name every compatible server knows.
#pragma warning disable SCME0001 // The patch is the package's only way to an extra field.
                settings.Patch.Set("$.max_tokens"u8, tokens);
#pragma warning restore SCME0001
            }
        }

        foreach (var stop in options?.StopSequences ?? [])
        {
            settings.StopSequences.Add(stop);
        }

        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
        {
            settings.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        if (settings.Tools.Count > 0)
        {
            settings.ToolChoice = options!.ToolMode switch
            {
                RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
                RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
                NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
                _ => ChatToolChoice.CreateAutoChoice(),
            };
        }

        return settings;
    }

    /// <summary>One system message in front, then user and assistant in turn: what strict templates take.</summary>
    private static IEnumerable<AIMessage> Alternating(AIMessage[] messages)
    {
        var lead = messages.TakeWhile(m => m.Role == ChatRole.System).ToArray();
        if (lead.Length > 0)
        {
            yield return new AIMessage(ChatRole.System, string.Join("\n\n", lead.Select(m => m.Text)));
        }

        AIMessage? open = null;
        foreach (var message in messages.Skip(lead.Length))
        {
            var role = message.Role == ChatRole.System ? ChatRole.User : message.Role;
            IList<AIContent> contents = message.Role == ChatRole.System ? [new TextContent($"({message.Text})")] : message.Contents;
            if (open is not null && open.Role == role && role != ChatRole.Tool)
            {
                open.Contents.Add(new TextContent("\n\n"));
                foreach (var content in contents)
                {
                    open.Contents.Add(content);
                }

                continue;
            }

            if (open is not null)
            {
                yield return open;
            }

            open = new AIMessage(role, [.. contents]);
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    private static OpenAI.Chat.ChatMessage From(AIMessage message, OpenAiReplyOptions options)
    {
        if (message.Role == ChatRole.System)
        {
            return new SystemChatMessage(message.Text);
        }

        if (message.Role == ChatRole.Assistant)
        {
            return new AssistantChatMessage(message.Text);
        }

        if (!message.Contents.Any(c => c is DataContent))
        {
            return new UserChatMessage(message.Text);
        }

        var parts = new List<ChatMessageContentPart>();
        var text = new StringBuilder(message.Text);
        foreach (var data in message.Contents.OfType<DataContent>())
        {
            if (options.TakesPictures && data.HasTopLevelMediaType("image"))
            {
                parts.Add(ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType));
            }
            else
            {
                text.Append(" (A picture was sent that you cannot see.)");
            }
        }

        parts.Insert(0, ChatMessageContentPart.CreateTextPart(text.Length > 0 ? text.ToString() : "Look at this picture."));
        return new UserChatMessage(parts);
    }
}
