namespace Parley.Conversation.Replies;

/// <summary>Suggestions without a model: open questions that fit any conversation.</summary>
internal static class PlainSuggestions
{
    private static readonly string[] All =
    [
        "Tell me more about that.", "What do you think about it?", "Why is that?", "What happened next?", "How do you feel about it?",
        "Can you explain it?", "Let us talk about something else.", "What would you do?", "That is interesting.", "What time is it?",
    ];

    public static IReadOnlyList<string> For(string? prefix, int count)
    {
        var start = prefix?.Trim() ?? "";
        var fitting = All.Where(s => s.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Take(count).ToArray();
        return fitting.Length > 0 ? fitting : [start + "…"];
    }
}
