namespace Parley.Speech.Engines.ScriptSwitching;

/// <summary>A stretch of text that one voice speaks.</summary>
/// <param name="Offset">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
/// <param name="IsHan">Whether it is Chinese.</param>
internal readonly record struct ScriptRun(int Offset, int Length, bool IsHan)
{
    /// <summary>
    /// Cuts a text by script. Letters decide; digits, punctuation and spaces belong to what stands before them, and at the
    /// beginning to what follows.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="hanByDefault">Who speaks a text without any letters.</param>
    public static List<ScriptRun> Split(string text, bool hanByDefault)
    {
        var runs = new List<ScriptRun>();
        var start = 0;
        bool? current = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (ScriptOf(text, i) is not { } isHan || isHan == current)
            {
                continue;
            }

            if (current is { } before)
            {
                var cut = OpeningMarksBefore(text, start, i);
                runs.Add(new ScriptRun(start, cut - start, before));
                start = cut;
            }

            current = isHan;
        }

        if (start < text.Length)
        {
            runs.Add(new ScriptRun(start, text.Length - start, current ?? hanByDefault));
        }

        return runs;
    }

    private static bool? ScriptOf(string text, int i)
    {
        var c = text[i];
        if (c is (>= '\u2E80' and <= '\u2FDF') or (>= '\u3005' and <= '\u3007') or (>= '\u3100' and <= '\u312F') or (>= '\u3400' and <= '\u9FFF')
            or (>= '\uF900' and <= '\uFAFF'))
        {
            return true;
        }

        // Planes 2 and 3 hold nothing but ideographs.
        if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            return char.ConvertToUtf32(c, text[i + 1]) is >= 0x20000 and <= 0x3FFFF ? true : null;
        }

        return char.IsLetter(c) ? false : null;
    }

    /// <summary>Opening quotes and brackets belong to what they open.</summary>
    private static int OpeningMarksBefore(string text, int start, int i)
    {
        while (i > start && text[i - 1] is '(' or '[' or '{' or '"' or '“' or '‘' or '（' or '《' or '「' or '『' or '【')
        {
            i--;
        }

        return i;
    }
}
