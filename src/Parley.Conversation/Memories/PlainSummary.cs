using System.Text;
using Parley.Conversation.Chats;
using Parley.Conversation.Replies;

namespace Parley.Conversation.Memories;

/// <summary>A summary without a model: the player's facts, then the beginnings of what was said, newest kept when the room is short.</summary>
internal static class PlainSummary
{
    private const int MaxLine = 120;

    public static string Of(IReadOnlyList<ChatMessage> covered, string playerName, int maxTokens)
    {
        var lines = new List<string>();
        foreach (var message in covered)
        {
            switch (message.Role)
            {
                case MessageRole.Summary:
                    lines.Add(message.Text.Length > MaxLine * 4 ? ReplyShaper.CutAtGrapheme(message.Text, MaxLine * 4) + "…" : message.Text);
                    break;
                case MessageRole.User:
                    lines.Add($"{playerName} said: {Short(message.Text)}");
                    break;
                case MessageRole.Assistant:
                    lines.Add($"{message.SenderName} said: {Short(message.Text)}");
                    break;
                case MessageRole.Event:
                    lines.Add(Short(message.Text));
                    break;
            }
        }

        var kept = new Stack<string>();
        for (var i = lines.Count - 1; i >= 0 && maxTokens > 0; i--)
        {
            maxTokens -= TokenEstimate.Count(lines[i]) + 1;
            kept.Push(lines[i]);
        }

        var facts = covered.Where(m => m.Role == MessageRole.User).SelectMany(m => FactRules.Find(m.Text)).Select(f => f.Content).Distinct().Take(12);
        var text = new StringBuilder();
        foreach (var line in facts.Concat(kept))
        {
            text.AppendLine(line);
        }

        return text.ToString().TrimEnd();
    }

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= MaxLine ? line : ReplyShaper.CutAtGrapheme(line, MaxLine) + "…";
    }
}
