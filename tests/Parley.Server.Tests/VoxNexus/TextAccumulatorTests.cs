using Parley.Server.VoxNexus.TextToSpeech;

namespace Parley.Server.Tests.VoxNexus;

public sealed class TextAccumulatorTests
{
    [Theory]
    [InlineData("Hello|world|this|is|a|test", "Hello world this is a test")]
    [InlineData("Hel|lo| wor|ld|.| How| are| you|?", "Hello world.|How are you?")]
    [InlineData("Hello |world", "Hello world")]
    [InlineData("你|好|世|界|。", "你好世界。")]
    [InlineData("Hello|,|world|!", "Hello, world!")]
    [InlineData("Pi|is|3.|14", "Pi is 3.14")]
    [InlineData("It|is|10:|30", "It is 10:30")]
    [InlineData("1,|000|men", "1,000 men")]
    [InlineData("don'|t|go", "don't go")]
    [InlineData("\"yes\"|he|said", "\"yes\" he said")]
    [InlineData("(one)|two", "(one) two")]
    [InlineData("我|love|你", "我love你")]
    [InlineData("안녕|세상", "안녕 세상")]
    [InlineData("สวัส|ดี", "สวัสดี")]
    [InlineData("नमस्ते|दुनिया", "नमस्ते दुनिया")]
    [InlineData("Hello|😀|world", "Hello😀world")]
    [InlineData("One.|Two.", "One.|Two.")]
    [InlineData("Mr.|Smith|came.|He|left.", "Mr. Smith came.|He left.")]
    [InlineData("a||b", "a b")]
    [InlineData("Hello| |world", "Hello world")]
    [InlineData("Hel|\nlo", "Hel|lo")]
    [InlineData("...|!!!", "")]
    [InlineData("One. 😀. Two.", "One.|Two.")]
    public void Segments_become_the_text_that_was_meant(string segments, string expected) =>
        Speak(TextJoin.Auto, segments.Split('|')).ShouldBe(expected.Length == 0 ? [] : expected.Split('|'));

    [Fact]
    public void White_space_at_a_boundary_joins_again_what_was_not_spoken()
    {
        var text = new TextAccumulator(TextJoin.Auto);
        text.Append("Un");
        text.Append("believ");
        text.Append("able");
        text.Append(" news");
        text.TakeRest().ShouldBe("Unbelievable news");
    }

    [Fact]
    public void What_was_spoken_is_never_joined_again()
    {
        var text = new TextAccumulator(TextJoin.Auto);
        text.Append("One.");
        text.Append("Two");
        text.TryTakeSentence(out var first).ShouldBeTrue();
        first.ShouldBe("One.");
        text.Append("th");
        text.Append(" more");
        text.TakeRest().ShouldBe("Twoth more");
    }

    [Fact]
    public void A_pause_does_not_lose_the_boundary()
    {
        var text = new TextAccumulator(TextJoin.Auto);
        text.Append("Hello");
        text.TakeRest().ShouldBe("Hello");
        text.Append("world");
        text.TakeRest().ShouldBe("world");
        text.HasPending.ShouldBeFalse();
    }

    [Fact]
    public void Verbatim_and_space_override_the_guess()
    {
        Speak(TextJoin.Verbatim, ["Hello", "world"]).ShouldBe(["Helloworld"]);
        Speak(TextJoin.Space, ["Hel", "lo", ",", "wor", " ld"]).ShouldBe(["Hel lo, wor ld"]);
        Speak(TextJoin.Space, ["你", "好"]).ShouldBe(["你 好"]);
    }

    [Fact]
    public void A_long_text_is_the_same_however_it_is_cut()
    {
        const string Text = "The quick brown fox jumps over the lazy dog, e.g. twice. It costs 3.14 dollars! Does it? Yes... \"It does.\" Dr. No left at 5 p.m. today.\nThe end";
        var whole = Speak(TextJoin.Auto, [Text]);
        for (var size = 1; size < Text.Length; size++)
        {
            Speak(TextJoin.Verbatim, Text.Chunk(size).Select(c => new string(c))).ShouldBe(whole, $"in pieces of {size}");
        }
    }

    [Theory]
    [InlineData("plain", "plain", 5)]
    [InlineData("a\tb\nc", "a\tb\nc", 5)]
    [InlineData("a\u0000b\u001bc\u007f", "abc", 6)]
    [InlineData("😀é", "😀é", 2)]
    public void Text_is_cleaned_and_counted_in_scalar_values(string text, string expected, int length)
    {
        SpokenText.Clean(text, out var counted).ShouldBe(expected);
        counted.ShouldBe(length);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => SpokenText.Clean("a" + (char)0xD800 + "b", out _).ShouldBe("a\ufffdb");

    private static List<string> Speak(TextJoin join, IEnumerable<string> segments)
    {
        var text = new TextAccumulator(join);
        List<string> spoken = [];
        foreach (var segment in segments)
        {
            text.Append(segment);
            while (text.TryTakeSentence(out var sentence))
            {
                spoken.Add(sentence);
            }
        }

        if (text.TakeRest() is { } rest)
        {
            spoken.Add(rest);
        }

        return spoken;
    }
}
