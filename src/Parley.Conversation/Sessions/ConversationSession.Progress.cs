using Parley.Conversation.Replies;
using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

/// <content>What can be seen of a session without observing it. From any thread.</content>
public sealed partial class ConversationSession
{
    private const int ExcerptLength = 80;

    private readonly TurnLog _turnLog = new();

    /// <summary>Where the conversation stands.</summary>
    public FlowState Flow => _flow ?? FlowState.WaitingForUserInput;

    /// <summary>How many turns have ended.</summary>
    public int TurnCount => _turnLog.Count;

    /// <summary>The latest ended turns, at most 100, oldest first.</summary>
    public IReadOnlyList<TurnReport> RecentTurns => _turnLog.ToList();

    /// <summary>The turn in progress with its timings so far; null for none.</summary>
    public TurnReport? CurrentTurn => Volatile.Read(ref _turn) is { } turn ? new TurnReport(turn.Id, null, turn.Clock.Timings(), turn.Excerpt) : null;

    private static string Excerpt(string text) => text.Length <= ExcerptLength ? text : ReplyShaper.CutAtGrapheme(text, ExcerptLength);
}
