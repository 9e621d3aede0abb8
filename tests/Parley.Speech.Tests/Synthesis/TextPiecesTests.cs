using Parley.Speech.Synthesis;
using Parley.Speech.Text;

namespace Parley.Speech.Tests.Synthesis;

public sealed class TextPiecesTests
{
    [Theory]
    [InlineData("One. Two! Three?", 3)]
    [InlineData("This is one sentence of the usual length, with a clause in it.", 1)]
    [InlineData("", 1)]
    public void Sentences_stay_whole(string text, int count)
    {
        var pieces = Split(text);
        pieces.Count.ShouldBe(count);
        Check(text, pieces);
    }

    [Theory]
    [InlineData('7', 36)]
    [InlineData('$', 22)]
    [InlineData('中', 60)]
    public void What_takes_long_to_say_is_cut_shorter(char c, int longest)
    {
        var text = new string(c, 150);
        var pieces = Split(text);
        pieces.Max(p => p.Piece.Length).ShouldBe(longest);
        Check(text, pieces);
    }

    [Fact]
    public void Cuts_fall_between_words_where_there_are_any_and_never_inside_a_surrogate_pair()
    {
        var numbers = string.Concat(Enumerable.Repeat("1234 5678 ", 12));
        Split(numbers).ShouldAllBe(p => p.Piece.EndsWith(' '));
        var pairs = string.Concat(Enumerable.Repeat("😀1", 60));
        Split(pairs).ShouldAllBe(p => !char.IsLowSurrogate(p.Piece[0]));
        Check(pairs, Split(pairs));
    }

    [Fact]
    public void Pieces_are_put_together_up_to_a_length()
    {
        var pieces = TextPieces.Together([("aaaa", 0), ("bbb", 4), ("cccccc", 7), ("d", 13)], 7);
        pieces.ShouldBe([("aaaabbb", 0), ("ccccccd", 7)]);
    }

    private static List<(string Piece, int Offset)> Split(string text) =>
        [.. TextPieces.Short(TextPieces.Of(text, new SentenceSplitterOptions { MaxLength = 160 }))];

    private static void Check(string text, List<(string Piece, int Offset)> pieces)
    {
        string.Concat(pieces.Select(p => p.Piece)).ShouldBe(text);
        pieces.ShouldAllBe(p => text.Substring(p.Offset, p.Piece.Length) == p.Piece);
    }
}
