using Parley.Conversation.Characters;
using Parley.Conversation.Chats;

namespace Parley.Conversation.Sessions;

/// <summary>Who speaks next in a chat with several characters (Voxta specification §7.8): named in the text, else least recently active. Pure.</summary>
internal static class SpeakerSelection
{
    /// <summary>Who answers the player.</summary>
    public static SessionParticipant? AfterPlayer(IReadOnlyList<SessionParticipant> speaking, IReadOnlyList<ChatMessage> history, string text) =>
        Named(speaking, text, except: null) ?? LeastRecent(speaking, history);

    /// <summary>Who goes on after a reply; null leaves it to the player.</summary>
    public static SessionParticipant? AfterReply(IReadOnlyList<SessionParticipant> speaking, IReadOnlyList<ChatMessage> history, string playerName, bool isStory)
    {
        if (history.Count == 0 || history[^1] is not { Role: MessageRole.Assistant } last)
        {
            return null;
        }

        if (Named(speaking, last.Text, last.CharacterId) is { } named)
        {
            return named;
        }

        if (isStory)
        {
            return LeastRecent(speaking, history);
        }

        if (MentionsName(last.Text, playerName) || last.Text.TrimEnd().EndsWith('?'))
        {
            return null;
        }

        var since = history.Reverse().TakeWhile(m => m.Role != MessageRole.User).Select(m => m.CharacterId).ToHashSet();
        var silent = speaking.Where(p => !since.Contains(p.Character.Id)).ToArray();
        return silent.Length == 0 ? null : LeastRecent(silent, history);
    }

    /// <summary>The one who is named first; null when nobody is.</summary>
    public static SessionParticipant? Named(IReadOnlyList<SessionParticipant> speaking, string text, Guid? except) => speaking
        .Where(p => p.Character.Id != except)
        .Select(p => (Participant: p, At: NameAt(text, p.Character)))
        .Where(p => p.At >= 0)
        .OrderBy(p => p.At)
        .Select(p => p.Participant)
        .FirstOrDefault();

    private static SessionParticipant? LeastRecent(IReadOnlyList<SessionParticipant> speaking, IReadOnlyList<ChatMessage> history)
    {
        var spoke = new Dictionary<Guid, int>();
        for (var i = 0; i < history.Count; i++)
        {
            if (history[i] is { Role: MessageRole.Assistant, CharacterId: { } id })
            {
                spoke[id] = i;
            }
        }

        return speaking.Count == 0 ? null : speaking.MinBy(p => spoke.GetValueOrDefault(p.Character.Id, -1));
    }

    private static int NameAt(string text, Character character)
    {
        var whole = IndexOfName(text, character.DisplayName);
        var blank = character.DisplayName.IndexOf(' ');
        return whole >= 0 || blank < 3 ? whole : IndexOfName(text, character.DisplayName[..blank]);
    }

    private static bool MentionsName(string text, string name) => name.Length > 1 && IndexOfName(text, name) >= 0;

    private static int IndexOfName(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return at;
            }
        }

        return -1;
    }
}
