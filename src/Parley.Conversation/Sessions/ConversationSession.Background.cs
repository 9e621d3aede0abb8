using System.Text.Json;
using Microsoft.Extensions.AI;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Prompts;
using Parley.Conversation.Replies;
using Parley.Conversation.Scenarios;
using Parley.Conversation.Turns;
using AIMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatMessage = Parley.Conversation.Chats.ChatMessage;

namespace Parley.Conversation.Sessions;

/// <content>Greeting, and what happens beside the turns: learning, summaries, suggestions.</content>
public sealed partial class ConversationSession
{
    private static readonly TimeSpan TellableAbsence = TimeSpan.FromMinutes(10);
    private readonly Queue<BootstrapMessage> _bootstrap = new();
    private Queue<Guid> _captures = new();
    private bool _isSummarizing;

    private void QueueGreeting()
    {
        if (!_setup.Request.Greet)
        {
            return;
        }

        if (_setup.Scenario is { Bootstrap.Count: > 0 } scenario)
        {
            foreach (var message in scenario.Bootstrap)
            {
                _bootstrap.Enqueue(message);
            }

            return;
        }

        var main = _cast.Main;
        var greeting = _cast.Participants.Count > 1 && main.GroupOnlyGreetings.Count > 0 ? main.GroupOnlyGreetings[0] : main.FirstMessage;
        if (!string.IsNullOrWhiteSpace(greeting))
        {
            _queue.Enqueue(new TurnPlan { Line = greeting, CharacterId = main.Id });
        }
        else if (_setup.Request.AlwaysGreet)
        {
            _queue.Enqueue(new TurnPlan { CharacterId = main.Id });
        }
    }

    /// <summary>Tells characters that want to know it how long the player was away (Voxta specification §4.3).</summary>
    private async ValueTask TellAbsenceAsync(ChatMessage last)
    {
        var away = _services.TimeProvider.GetUtcNow() - last.Timestamp;
        if (away > TellableAbsence && _cast.Participants.Any(p => p.Character.NotifyAwayReturn))
        {
            var time = away switch
            {
                { TotalHours: < 1 } => $"{(int)away.TotalMinutes} minutes",
                { TotalHours: < 2 } => "an hour",
                { TotalDays: < 1 } => $"{(int)away.TotalHours} hours",
                { TotalDays: < 2 } => "a day",
                _ => $"{(int)away.TotalDays} days",
            };
            await AddAsync(MessageRole.Event, $"{PlayerName} is back after {time}.");
        }
    }

    /// <summary>Says or stores one message of the scenario's beginning.</summary>
    private async ValueTask<TurnPlan?> BootstrapAsync(BootstrapMessage message)
    {
        if (message.Role == MessageRole.Assistant)
        {
            var speaker = (message.ScenarioRole is { } role ? _cast.FindByRole(role) : null) ?? _cast.Participants[0];
            return new TurnPlan { Line = message.Text, CharacterId = speaker.Character.Id };
        }

        await StoreAsync(new ChatMessage
        {
            Id = Guid.NewGuid(),
            ChatId = ChatId,
            Sequence = 0,
            Timestamp = default,
            Role = message.Role,
            SenderName = message.Role == MessageRole.User ? PlayerName : "",
            Text = Fill(message.Text),
        });
        return null;
    }

    private void LearnInBackground()
    {
        if (!Options.Memory || !_memory.IsDirty)
        {
            return;
        }

        var messages = _memory.TakeUnlearned();
        var learners = _cast.Participants.Select(p => p.Character.Id).ToArray();
        _background.Run(async () =>
        {
            var (facts, source) = await FindFactsAsync(messages);
            if (facts.Count == 0)
            {
                return;
            }

            await _loop.InvokeAsync(async () =>
            {
                foreach (var id in learners)
                {
                    if (await _memory.LearnAsync(id, facts, source) is { Count: > 0 } learned)
                    {
                        Publish(new MemoriesLearned(id, learned));
                    }
                }
            });
        });
    }

    private async Task<(IReadOnlyList<LearnedFact> Facts, string Source)> FindFactsAsync(IReadOnlyList<ChatMessage> messages)
    {
        if (_services.Replies.IsLanguageModel)
        {
            const string Prompt = """
                Below are things {{user}} said. List lasting facts about {{user}} worth remembering in later conversations: names, relationships,
                preferences, plans, events. Answer with a JSON array of objects {"content": "The user …", "type":
                "fact|preference|relationship|event", "key": short name of a fact that has one value, such as "name" or "home", or null,
                "value": its value or null}. Answer [] when there is nothing.
                """;
            var text = string.Join('\n', messages.Select(m => "- " + m.Text));
            if (await AskAsync(Fill(Prompt), text, 600) is { } answer && TryReadFacts(answer, text, out var facts))
            {
                return (facts, "model");
            }
        }

        return ([.. messages.SelectMany(m => FactRules.Find(m.Text))], "rules");
    }

    private static bool TryReadFacts(string answer, string quote, out IReadOnlyList<LearnedFact> facts)
    {
        facts = [];
        var (start, end) = (answer.IndexOf('['), answer.LastIndexOf(']'));
        if (start < 0 || end < start)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(answer[start..(end + 1)]);
            facts =
            [
                .. json.RootElement.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => (Content: Text(e, "content"), Type: Text(e, "type"), Key: Text(e, "key"), Value: Text(e, "value")))
                    .Where(f => f.Content is { Length: > 2 and <= 500 })
                    .Take(16)
                    .Select(f => new LearnedFact(
                        f.Content!,
                        f.Type is "preference" or "relationship" or "event" ? f.Type : "fact",
                        quote.Length <= 300 ? quote : quote[..300],
                        f.Key is not null && f.Value is not null ? f.Key.ToLowerInvariant() : null,
                        f.Key is not null ? f.Value : null)),
            ];
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }

        static string? Text(JsonElement element, string name) =>
            element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>When the history takes more than three quarters of the prompt, its older half becomes a summary.</summary>
    private void SummarizeWhenLong()
    {
        if (_isSummarizing || _history.ForPrompt().Sum(m => m.Tokens + 4) <= Options.PromptTokens * 3 / 4)
        {
            return;
        }

        _background.Run(() => SummarizeAsync(all: false));
    }

    private async Task SummarizeAsync(bool all)
    {
        var covered = await _loop.InvokeAsync(() =>
        {
            if (_isSummarizing)
            {
                return ValueTask.FromResult<ChatMessage[]>([]);
            }

            var open = _history.ForPrompt();
            var keep = all ? 2 : Math.Max(2, open.Count / 2);
            ChatMessage[] chosen = [.. open.Take(Math.Max(0, open.Count - keep))];

            // A lone summary needs no summary.
            _isSummarizing = chosen.Any(m => m.Role != MessageRole.Summary);
            return ValueTask.FromResult(_isSummarizing ? chosen : []);
        });
        if (covered.Length == 0)
        {
            return;
        }

        try
        {
            var transcript = PromptBuilder.Transcript(covered, PlayerName);
            var text = _services.Replies.IsLanguageModel
                ? await AskAsync("Summarise this conversation in a few sentences, past tense, third person. Keep names, facts, promises and open questions.", transcript, 400)
                : null;
            text = string.IsNullOrWhiteSpace(text) ? PlainSummary.Of(covered, PlayerName, Options.PromptTokens / 8) : text.Trim();
            await _loop.InvokeAsync(async () =>
            {
                var (summary, changed) = await _history.SummarizeAsync(text, covered);
                foreach (var message in changed)
                {
                    Publish(new MessageChanged(message, MessageChange.Summarized));
                }

                Publish(new MessageStored(summary));
            });
        }
        finally
        {
            _loop.Post(() => _isSummarizing = false);
        }
    }

    private async Task SuggestAsync(RequestSuggestions request)
    {
        IReadOnlyList<string> suggestions = [];
        if (_services.Replies.IsLanguageModel)
        {
            var transcript = await _loop.InvokeAsync(() => ValueTask.FromResult(PromptBuilder.Transcript(_history.ForPrompt().TakeLast(12), PlayerName)));
            var prompt = $"Write {request.Count} different short things {PlayerName} could say next, one a line, without numbering or quotes."
                + (string.IsNullOrWhiteSpace(request.Prefix) ? "" : $" Each begins with: {request.Prefix}");
            var answer = await AskAsync(prompt, transcript, 200);
            suggestions = [.. (answer ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(s => s.TrimStart('-', '*', ' ', '"').TrimEnd('"')).Where(s => s.Length > 0).Take(request.Count)];
        }

        if (suggestions.Count == 0)
        {
            suggestions = PlainSuggestions.For(request.Prefix, request.Count);
        }

        _loop.Post(() => Publish(new SuggestionsReady(suggestions) { Origin = request.Origin }));
    }

    /// <summary>Asks the model something beside the conversation; null when it fails or is late.</summary>
    private async Task<string?> AskAsync(string instructions, string text, int tokens)
    {
        var client = await _loop.InvokeAsync(() => ValueTask.FromResult(ClientFor(_cast.Main)));
        using var deadline = new CancellationTokenSource(Options.FirstTokenTimeout, _services.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stop.Token);
        try
        {
            AIMessage[] messages = [new(ChatRole.System, instructions), new(ChatRole.User, text)];
            return (await client.GetResponseAsync(messages, new ChatOptions { MaxOutputTokens = tokens }, linked.Token)).Text;
        }
        catch (Exception error) when (!_stop.IsCancellationRequested)
        {
            SessionLog.StageFailed(_logger, "Asking the model", error);
            return null;
        }
    }
}
