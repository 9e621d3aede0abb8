using Parley.Speech.Text;

namespace Parley.Speech.Tests.Text;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("Hello there. How are you? Fine! And", "Hello there. |How are you? |Fine! |And")]
    [InlineData("It costs 3.50 dollars. Really.", "It costs 3.50 dollars. |Really.")]
    [InlineData("Dr. Smith met Mrs. Jones at 5 p.m. on Main St. today. Good.", "Dr. Smith met Mrs. Jones at 5 p.m. on Main St. today. |Good.")]
    [InlineData("We left at 5 p.m. The rest stayed.", "We left at 5 p.m. |The rest stayed.")]
    [InlineData("No. That is wrong.", "No. |That is wrong.")]
    [InlineData("See No. 7 and Fig. 3 please. Ok.", "See No. 7 and Fig. 3 please. |Ok.")]
    [InlineData("Apples, pears, etc. are fruit. Yes.", "Apples, pears, etc. are fruit. |Yes.")]
    [InlineData("J. R. R. Tolkien and J.R.R. Tolkien wrote. So do I. Then", "J. R. R. Tolkien and J.R.R. Tolkien wrote. |So do I. |Then")]
    [InlineData("1. First thing. 2. Second thing.", "1. First thing. |2. Second thing.")]
    [InlineData("It was in 1999. Then came 2000.", "It was in 1999. |Then came 2000.")]
    [InlineData("He said \"Stop.\" Then he left.", "He said \"Stop.\" |Then he left.")]
    [InlineData("What?! No way... maybe.", "What?! |No way... |maybe.")]
    [InlineData("Wait… what? Yes.", "Wait… |what? |Yes.")]
    [InlineData("One line\nAnother line\r\n\r\nThird", "One line\n|Another line\r\n\r\n|Third")]
    [InlineData("你好。今天天气很好！是吗？好；走", "你好。|今天天气很好！|是吗？|好；|走")]
    [InlineData("他说：「好。」然后走了。", "他说：「好。」|然后走了。")]
    [InlineData("www.example.com is a site. Yes", "www.example.com is a site. |Yes")]
    [InlineData("   ", "   ")]
    [InlineData("", "")]
    public void Cuts_whole_text(string text, string expected) => Split([text]).ShouldBe(expected.Length == 0 ? [] : expected.Split('|'));

    [Theory]
    [InlineData("Hello there. How are you? It is 3.5 e.g. here, No. 5 or so. No. Yes etc. And \"this.\" Then 你好。再见")]
    [InlineData("A\r\nB\nC. D!! E?! (F.) G... h")]
    public void Pieces_give_the_text_back_whatever_the_cuts(string text)
    {
        for (var size = 1; size <= text.Length; size++)
        {
            string.Concat(Split(text.Chunk(size).Select(c => new string(c)))).ShouldBe(text);
        }
    }

    [Fact]
    public void Character_by_character_gives_the_same_sentences_as_at_once()
    {
        const string Text = "Mr. Fox costs 3.14 dollars, i.e. little. He left at 5 p.m. She stayed. No. 7 won! \"Yes.\" Then 好。Fine.";
        Split(Text.Select(c => c.ToString())).Select(p => p.Trim()).Where(p => p.Length > 0)
            .ShouldBe(Split([Text]).Select(p => p.Trim()));
    }

    [Fact]
    public void A_trailing_full_stop_waits_for_what_follows()
    {
        var splitter = new SentenceSplitter();
        splitter.Append("It is 3.");
        splitter.TryTake(out _).ShouldBeFalse();
        splitter.Append("5 now.");
        splitter.TryTake(out _).ShouldBeFalse();
        splitter.Append(" ");
        splitter.TryTake(out var piece).ShouldBeTrue();
        piece.ShouldBe("It is 3.5 now. ");
    }

    [Fact]
    public void A_full_width_stop_ends_at_once()
    {
        var splitter = new SentenceSplitter();
        splitter.Append("好。");
        splitter.TryTake(out var piece).ShouldBeTrue();
        piece.ShouldBe("好。");
    }

    [Fact]
    public void The_first_clause_may_come_early_and_only_the_first()
    {
        var options = new SentenceSplitterOptions { FirstClauseLength = 12 };
        Split(["Well, you know, that depends, I think, on much. Next, one, two."], options)
            .ShouldBe(["Well, you know, ", "that depends, I think, on much. ", "Next, one, two."]);
        Split(["The price, 1,000,000 dollars"], new SentenceSplitterOptions { FirstClauseLength = 14 }).ShouldBe(["The price, 1,000,000 dollars"]);
    }

    [Fact]
    public void A_sentence_without_end_is_cut_at_clauses_then_spaces_then_characters()
    {
        var options = new SentenceSplitterOptions { MaxLength = 40 };
        Split(["one two three four five, six seven eight nine ten eleven"], options)
            .ShouldBe(["one two three four five, ", "six seven eight nine ten eleven"]);
        Split(["one two three four five six seven eight nine ten eleven"], options)
            .ShouldBe(["one two three four five six seven eight ", "nine ten eleven"]);
        Split([string.Concat(Enumerable.Repeat("👨‍👩‍👧", 12))], options).ShouldAllBe(p => p.Length % 8 == 0);
        Split([new string('x', 100)], options).Select(p => p.Length).ShouldBe([40, 40, 20]);
        Split(["e" + new string('\u0301', 99)], options).Sum(p => p.Length).ShouldBe(100);
    }

    [Fact]
    public void Undecided_text_does_not_grow_without_end()
    {
        var splitter = new SentenceSplitter(new SentenceSplitterOptions { MaxLength = 40 });
        splitter.Append("a.");
        for (var i = 0; i < 1000; i++)
        {
            splitter.Append(")");
            while (splitter.TryTake(out _))
            {
            }

            splitter.PendingLength.ShouldBeLessThanOrEqualTo(41);
        }
    }

    [Fact]
    public void Clear_begins_afresh()
    {
        var splitter = new SentenceSplitter(new SentenceSplitterOptions { FirstClauseLength = 5 });
        splitter.Append("Hello, dear");
        splitter.TryTake(out _).ShouldBeTrue();
        splitter.Clear();
        splitter.PendingLength.ShouldBe(0);
        splitter.Append("Again, dear");
        splitter.TryTake(out var piece).ShouldBeTrue();
        piece.ShouldBe("Again, ");
    }

    [Theory]
    [InlineData(39, null)]
    [InlineData(10_001, null)]
    [InlineData(400, 0)]
    public void Lengths_are_checked(int max, int? clause) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SentenceSplitter(new SentenceSplitterOptions { MaxLength = max, FirstClauseLength = clause }));

    private static List<string> Split(IEnumerable<string> parts, SentenceSplitterOptions? options = null)
    {
        var splitter = new SentenceSplitter(options);
        var pieces = new List<string>();
        foreach (var part in parts)
        {
            splitter.Append(part);
            while (splitter.TryTake(out var piece))
            {
                pieces.Add(piece);
            }
        }

        var rest = splitter.TakeRest();
        if (rest.Length > 0)
        {
            pieces.Add(rest);
        }

        return pieces;
    }
}
