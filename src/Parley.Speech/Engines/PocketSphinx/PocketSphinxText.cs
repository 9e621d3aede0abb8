using System.Text;

namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>Turns dictionary entries into text.</summary>
/// <remarks>
/// The only thing restored is the capital of "I" and its contractions, which is always right. Sentence case and punctuation
/// would be guesses: the model has neither.
/// </remarks>
internal static class PocketSphinxText
{
    /// <summary>The lexical form: without the number of an alternative pronunciation.</summary>
    public static string Word(string entry)
    {
        var alternative = entry.EndsWith(')') ? entry.LastIndexOf('(') : -1;
        return alternative > 0 ? entry[..alternative] : entry;
    }

    /// <summary>The words of a hypothesis as text, fillers left out; null when none remain.</summary>
    public static string? Clean(string hypothesis)
    {
        var text = new StringBuilder(hypothesis.Length);
        foreach (var range in hypothesis.AsSpan().Split(' '))
        {
            Append(text, hypothesis[range]);
        }

        return text.Length == 0 ? null : text.ToString();
    }

    /// <summary>Adds a word to a text.</summary>
    public static void Append(StringBuilder text, string entry)
    {
        if (entry.Length == 0 || entry[0] is '<' or '[' or '+')
        {
            return;
        }

        var word = Word(entry);
        if (text.Length > 0)
        {
            text.Append(' ');
        }

        if (word[0] == 'i' && (word.Length == 1 || word[1] == '\''))
        {
            text.Append('I').Append(word, 1, word.Length - 1);
        }
        else
        {
            text.Append(word);
        }
    }
}
