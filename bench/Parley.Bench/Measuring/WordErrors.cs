using System.Text;

namespace Parley.Bench.Measuring;

/// <summary>Word error rate: substitutions, insertions and deletions over the words of the reference.</summary>
internal sealed class WordErrors
{
    public int Words { get; private set; }

    public int Wrong { get; private set; }

    public double Rate => (double)Wrong / Words;

    public void Add(string reference, string heard)
    {
        var expected = Split(reference);
        var actual = Split(heard);
        Words += expected.Length;
        Wrong += Distance(expected, actual);
    }

    private static string[] Split(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            plain.Append(char.IsLetterOrDigit(character) || character == '\'' ? char.ToLowerInvariant(character) : ' ');
        }

        return plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static int Distance(string[] expected, string[] actual)
    {
        var row = Enumerable.Range(0, actual.Length + 1).ToArray();
        for (var i = 1; i <= expected.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= actual.Length; j++)
            {
                var substituted = diagonal + (expected[i - 1] == actual[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
