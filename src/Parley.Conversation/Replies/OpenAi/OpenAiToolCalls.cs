using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Parley.Speech;

namespace Parley.Conversation.Replies.OpenAi;

/// <summary>Puts tool calls together that arrive in pieces.</summary>
internal sealed class OpenAiToolCalls
{
    private const int MaxArguments = 64 * 1024;

    private readonly SortedDictionary<int, Call> _calls = [];

    public void Add(StreamingChatToolCallUpdate update)
    {
        if (!_calls.TryGetValue(update.Index, out var call))
        {
            call = new Call();
            _calls[update.Index] = call;
        }

        call.Id ??= update.ToolCallId;
        call.Name ??= update.FunctionName;
        if (update.FunctionArgumentsUpdate is { } arguments && call.Arguments.Length < MaxArguments)
        {
            call.Arguments.Append(arguments.ToString());
        }
    }

    public IEnumerable<AIContent> Take(string engineId)
    {
        foreach (var (index, call) in _calls)
        {
            yield return new FunctionCallContent(call.Id ?? $"call-{index}", call.Name ?? "", Parse(call.Arguments.ToString(), engineId));
        }

        _calls.Clear();
    }

    private static Dictionary<string, object?> Parse(string text, string engineId)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value.Clone())
                : [];
        }
        catch (JsonException error)
        {
            throw new EngineException(engineId, EngineFailure.InvalidAnswer, "The reply engine's tool call could not be understood.", error);
        }
    }

    private sealed class Call
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
