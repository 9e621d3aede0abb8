using Microsoft.Extensions.AI;
using Parley.Conversation.Context;

namespace Parley.Conversation.Replies;

/// <summary>
/// Chooses at most one of a layer's actions: a language model by a tool call, rules by the character's script or by match filters.
/// </summary>
internal sealed class ActionInference(IChatClient client, bool isLanguageModel, TimeProvider time, TimeSpan timeout)
{
    /// <param name="candidates">The layer's actions, those whose conditions hold.</param>
    /// <param name="text">The words that trigger them.</param>
    /// <param name="transcript">The newest messages for a model.</param>
    /// <param name="actor">Who acts, by name.</param>
    /// <param name="contexts">Sentences for a model.</param>
    /// <param name="cancellationToken">Ends the inference.</param>
    /// <returns>The choice; null for none, also when the engine fails or is late.</returns>
    public async Task<ActionChoice?> ChooseAsync(
        IReadOnlyList<PreparedAction> candidates,
        string text,
        string transcript,
        string actor,
        IReadOnlyList<string> contexts,
        CancellationToken cancellationToken)
    {
        var names = candidates.Select((c, i) => (Name: ToolName(c.Definition.Name, i, candidates), Action: c)).ToArray();
        var options = new ChatOptions
        {
            Tools = [.. names.Select(n => (AITool)AIFunctionFactory.CreateDeclaration(n.Name, n.Action.Definition.Description, ActionArguments.Schema(n.Action.Definition)))],
            ToolMode = isLanguageModel ? ChatToolMode.Auto : ChatToolMode.RequireAny,
            AllowMultipleToolCalls = false,
            MaxOutputTokens = 300,
            Temperature = 0,
        };
        ChatMessage[] messages = isLanguageModel
            ?
            [
                new ChatMessage(ChatRole.System, $"""
                    Decide whether {actor} does one of the actions offered as tools, judging by the last message. Call at most one tool, and only
                    when it clearly fits. Otherwise answer with the single word "none".
                    {string.Join('\n', contexts)}
                    """),
                new ChatMessage(ChatRole.User, transcript),
            ]
            : [new ChatMessage(ChatRole.User, text)];
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var response = await client.GetResponseAsync(messages, options, linked.Token);
        foreach (var call in response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>())
        {
            var action = names.FirstOrDefault(n => n.Name == call.Name).Action;
            var given = call.Arguments as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(call.Arguments ?? new Dictionary<string, object?>());
            if (action is not null && ActionArguments.TryConvert(action.Definition, given, out var arguments))
            {
                return new ActionChoice(action, arguments);
            }
        }

        return isLanguageModel ? null : ByFilter(candidates, text);
    }

    private static ActionChoice? ByFilter(IReadOnlyList<PreparedAction> candidates, string text)
    {
        foreach (var candidate in candidates.Where(c => c.MatchFilter.Count > 0))
        {
            // Named groups of the filters are the arguments.
            var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            foreach (var pattern in candidate.MatchFilter)
            {
                var match = pattern.Match(text);
                foreach (var name in match.Groups.Keys.Where(n => !char.IsAsciiDigit(n[0]) && match.Groups[n].Success))
                {
                    given[name] = match.Groups[name].Value;
                }
            }

            if (ActionArguments.TryConvert(candidate.Definition, given, out var arguments))
            {
                return new ActionChoice(candidate, arguments);
            }
        }

        return null;
    }

    // Models take [A-Za-z0-9_-]{1,64} alone.
    private static string ToolName(string name, int index, IReadOnlyList<PreparedAction> candidates)
    {
        var clean = new string([.. name.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_')]);
        return clean == name && candidates.Count(c => c.Definition.Name == name) == 1 ? name : $"{clean}_{index}";
    }
}
