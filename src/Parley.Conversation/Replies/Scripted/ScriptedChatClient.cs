using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;

namespace Parley.Conversation.Replies.Scripted;

/// <summary>
/// A deterministic chat client without a model: the character's script first, then small talk, the time, sums, and what the player said
/// before. Streams by words. The same messages give the same answer. Thread-safe.
/// </summary>
/// <remarks>
/// Given tools and asked to use them (<see cref="ChatToolMode.RequireAny"/>), it calls the one that a matching rule of the script names,
/// and otherwise answers nothing.
/// </remarks>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly Character _character;
    private readonly ScriptMatcher _script;

    /// <summary>Creates a client that speaks for a character.</summary>
    /// <param name="character">The character, with its script.</param>
    public ScriptedChatClient(Character character)
    {
        ArgumentNullException.ThrowIfNull(character);
        _character = character;
        _script = new ScriptMatcher(character.Script);
    }

    /// <inheritdoc />
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var all = messages.ToArray();
        var responseId = Guid.NewGuid().ToString("n");
        if (options?.ToolMode is RequiredChatToolMode && options.Tools is { Count: > 0 } tools)
        {
            if (ChooseTool(all, tools) is { } call)
            {
                yield return Update(responseId, call, ChatFinishReason.ToolCalls);
            }

            yield break;
        }

        var answer = Answer(all, options);
        for (var start = 0; start < answer.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = answer.IndexOf(' ', start);
            end = end < 0 ? answer.Length : end + 1;
            yield return Update(responseId, new TextContent(answer[start..end]), end == answer.Length ? ChatFinishReason.Stop : null);
            start = end;
        }

        // Streams complete asynchronously like every other engine's.
        await ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("parley.scripted")
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private static ChatResponseUpdate Update(string id, AIContent content, ChatFinishReason? finish) =>
        new(ChatRole.Assistant, [content]) { ResponseId = id, MessageId = id, FinishReason = finish };

    private FunctionCallContent? ChooseTool(ChatMessage[] messages, IList<AITool> tools)
    {
        var text = messages.LastOrDefault(m => m.Role == ChatRole.User)?.Text ?? "";
        var found = _script.Match(text, rule => rule.Action is not null && tools.Any(t => t.Name == rule.Action));
        return found is { } hit
            ? new FunctionCallContent("scripted", hit.Rule.Action!, hit.Rule.Arguments.ToDictionary(a => a.Key, a => (object?)hit.Fill(a.Value)))
            : null;
    }

    private string Answer(ChatMessage[] messages, ChatOptions? options)
    {
        var context = ReplyContext.From(options);
        var said = messages.Where(m => m.Role == ChatRole.User).ToArray();
        var last = said.LastOrDefault();
        var text = last?.Text ?? "";
        var turn = messages.Count(m => m.Role == ChatRole.Assistant);
        if (last?.Contents.Any(c => c is DataContent or UriContent) == true)
        {
            return "You sent me a picture, but I cannot see pictures: my answers come from a script.";
        }

        if (text.Length == 0)
        {
            return "I am here. What shall we talk about?";
        }

        var answer = _script.Match(text, rule => rule.Say.Count > 0) is { } hit
            ? hit.Fill(hit.Rule.Say[turn % hit.Rule.Say.Count])
            : SmallTalk.Answer(text, [.. said.SkipLast(1).Select(m => m.Text)], turn, context, context?.CharacterName ?? _character.DisplayName);
        return Messages.TextTemplate.Fill(answer, context?.CharacterName ?? _character.DisplayName, context?.PlayerName ?? "User");
    }
}
