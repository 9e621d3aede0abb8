using System.Globalization;
using System.Runtime.InteropServices;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.Flite;

/// <summary>Reads word times out of an utterance and finds the words in the text they came from.</summary>
internal static unsafe class FliteWords
{
    /// <summary>Seconds of silence before the first sound.</summary>
    public static float LeadingSilence(FliteNative.Utterance* utterance)
    {
        fixed (byte* segments = "Segment\0"u8, name = "name\0"u8, end = "end\0"u8)
        {
            var first = FliteNative.Head(FliteNative.Relation(utterance, segments));
            if (first == 0 || FliteNative.Next(first) == 0)
            {
                return 0;
            }

            var phone = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(FliteNative.ItemString(first, name));
            return phone.SequenceEqual("pau"u8) ? FliteNative.FeatureFloat(first, end) : 0;
        }
    }

    /// <summary>The words of an utterance: one for each token of the text, however many words Flite reads it as ("$5").</summary>
    /// <param name="utterance">The utterance, its durations known.</param>
    /// <param name="piece">The text it came from.</param>
    /// <param name="text">The request's whole text.</param>
    /// <param name="origin">Seconds to add to the utterance's own times.</param>
    public static SpokenWord[] Read(FliteNative.Utterance* utterance, FlitePiece piece, string text, double origin)
    {
        var words = new List<SpokenWord>();
        fixed (byte* wordRelation = "Word\0"u8, tokenRelation = "Token\0"u8, name = "name\0"u8,
            begin = "R:SylStructure.daughter1.daughter1.R:Segment.p.end\0"u8, end = "R:SylStructure.daughtern.daughtern.R:Segment.end\0"u8)
        {
            var ascii = piece.Text.Ascii;
            var cursor = 0;
            nint current = 0;
            for (var word = FliteNative.Head(FliteNative.Relation(utterance, wordRelation)); word != 0; word = FliteNative.Next(word))
            {
                var token = FliteNative.Parent(FliteNative.As(word, tokenRelation));
                var ends = origin + FliteNative.FeatureFloat(word, end);
                if (token == current && words.Count > 0)
                {
                    var last = words[^1];
                    words[^1] = last with { Duration = Later(last.Offset, ends) };
                    continue;
                }

                current = token;
                var spelling = token == 0 ? default : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(FliteNative.ItemString(token, name));
                var at = spelling.IsEmpty ? -1 : ascii[cursor..].IndexOf(spelling);
                var begins = Time(origin + FliteNative.FeatureFloat(word, begin));
                if (at < 0 || Later(begins, ends) == TimeSpan.Zero)
                {
                    current = 0;
                    continue;
                }

                var from = cursor + at;
                cursor = from + spelling.Length;
                var first = piece.Offset + piece.Text.OriginalOffset(from);
                var length = EndOfCharacter(text, piece.Offset + piece.Text.OriginalOffset(cursor - 1)) - first;
                words.Add(new SpokenWord(text.Substring(first, length), first, length, begins, Later(begins, ends), IsEstimate: false));
            }
        }

        return [.. words];
    }

    /// <summary>One character of the text may have become several letters, or have marks behind it that were left out.</summary>
    private static int EndOfCharacter(string text, int start)
    {
        var end = start + (char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? 2 : 1);
        while (end < text.Length && char.GetUnicodeCategory(text[end]) is UnicodeCategory.NonSpacingMark)
        {
            end++;
        }

        return end;
    }

    private static TimeSpan Time(double seconds) => TimeSpan.FromSeconds(Math.Max(0, seconds));

    private static TimeSpan Later(TimeSpan from, double seconds) => Time(seconds) is var to && to > from ? to - from : TimeSpan.Zero;
}
