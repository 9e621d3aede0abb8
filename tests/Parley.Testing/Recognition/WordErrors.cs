namespace Parley.Testing.Recognition;

/// <summary>Words wrong in a transcript: substitutions, deletions and insertions of the best alignment.</summary>
public readonly record struct WordErrors(int Errors, int Words)
{
    public double Rate => Words == 0 ? 0 : (double)Errors / Words;

    public static WordErrors Of(string said, string heard)
    {
        var (expected, actual) = (Split(said), Split(heard));
        var row = Enumerable.Range(0, actual.Length + 1).ToArray();
        for (var i = 1; i <= expected.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= actual.Length; j++)
            {
                var substitution = diagonal + (expected[i - 1] == actual[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return new(row[^1], expected.Length);
    }

    public static WordErrors operator +(WordErrors one, WordErrors other) => new(one.Errors + other.Errors, one.Words + other.Words);

    private static string[] Split(string text) => text.ToLowerInvariant()
        .Split([' ', '.', ',', '?', '!', ';', ':', '|'], StringSplitOptions.RemoveEmptyEntries);
}
