namespace Parley.Conversation.Replies.Scripted;

/// <summary>Finds words as a whole, whatever their case and the blanks between them.</summary>
internal sealed class WholeWords
{
    private readonly string _words;

    public WholeWords(string words) => _words = Spaced(words);

    public bool IsIn(string text)
    {
        if (_words.Length == 0)
        {
            return false;
        }

        var spaced = Spaced(text);
        for (var at = spaced.IndexOf(_words, StringComparison.OrdinalIgnoreCase); at >= 0; at = spaced.IndexOf(_words, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!Joins(spaced, at - 1, _words[0]) && !Joins(spaced, at + _words.Length, _words[^1]))
            {
                return true;
            }
        }

        return false;
    }

    // Scripts without blanks have no word boundaries.
    private static bool Joins(string text, int index, char edge) =>
        index >= 0 && index < text.Length && edge < '\u2e80' && char.IsLetterOrDigit(edge) && char.IsLetterOrDigit(text[index]);

    private static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
