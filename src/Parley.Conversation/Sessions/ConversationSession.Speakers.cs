using Microsoft.Extensions.AI;
using Parley.Conversation.Prompts;
using Parley.Conversation.Turns;
using AIMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Parley.Conversation.Sessions;

/// <content>Who speaks next: by the rules of <see cref="SpeakerSelection"/>, and where they only guess, a language model decides.</content>
public sealed partial class ConversationSession
{
    private async Task<SessionParticipant?> SelectSpeakerAsync(Turn turn)
    {
        var (isDecided, byRules, candidates) = await OnLoopAsync(turn, () => ValueTask.FromResult(SelectSpeaker(turn.Plan)));
        return isDecided || candidates.Count == 0 ? byRules : await InferSpeakerAsync(turn, candidates, byRules);
    }

    /// <returns>Whether there is nothing to ask a model, what the rules say, and between whom a model would choose.</returns>
    private (bool IsDecided, SessionParticipant? ByRules, IReadOnlyList<SessionParticipant> Candidates) SelectSpeaker(TurnPlan plan)
    {
        if (plan.CharacterId is { } id || (id = plan.Send?.CharacterId ?? Guid.Empty) != Guid.Empty)
        {
            return (true, _cast.Find(id), []);
        }

        var speaking = _cast.Speaking;
        if (speaking.Count <= 1)
        {
            return (true, speaking.Count == 1 ? speaking[0] : null, []);
        }

        SetFlow(FlowState.SelectingSpeaker);
        var text = plan.Message?.Text ?? "";
        var byRules = plan.IsContinuation
            ? SpeakerSelection.AfterReply(speaking, _history.Messages, PlayerName, IsStory)
            : SpeakerSelection.AfterPlayer(speaking, _history.Messages, text);
        var isNamed = !plan.IsContinuation && SpeakerSelection.Named(speaking, text, except: null) is not null;
        return (isNamed || !_services.Replies.IsLanguageModel, byRules, speaking);
    }

    private async Task<SessionParticipant?> InferSpeakerAsync(Turn turn, IReadOnlyList<SessionParticipant> candidates, SessionParticipant? byRules)
    {
        var mayBePlayer = turn.Plan.IsContinuation && !IsStory;
        var (client, transcript) = await OnLoopAsync(turn, () => ValueTask.FromResult((
            ClientFor(_cast.Main), PromptBuilder.Transcript(_history.ForPrompt().TakeLast(12), PlayerName))));
        var names = candidates.Select(c => c.Character.DisplayName).Concat(mayBePlayer ? [PlayerName] : []);
        var instructions = $"Say who speaks next in this conversation. Answer with one of these names and nothing else: {string.Join(", ", names)}.";
        using var deadline = new CancellationTokenSource(Options.InferenceTimeout, _services.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, turn.Stop.Token);
        try
        {
            AIMessage[] messages = [new(ChatRole.System, instructions), new(ChatRole.User, transcript)];
            var answer = (await client.GetResponseAsync(messages, new ChatOptions { MaxOutputTokens = 30, Temperature = 0 }, linked.Token)).Text;
            return SpeakerSelection.Named(candidates, answer, except: null)
                ?? (mayBePlayer && answer.Contains(PlayerName, StringComparison.OrdinalIgnoreCase) ? null : byRules);
        }
        catch (Exception error) when (!turn.Stop.IsCancellationRequested)
        {
            // The rules' guess is good enough to go on with.
            SessionLog.StageFailed(_logger, "Choosing the speaker", error);
            return byRules;
        }
    }
}
