using Parley.Speech.Engines.ScriptSwitching;

namespace Parley.Speech.Tests.Engines.ScriptSwitching;

public sealed class ScriptRunTests
{
    [Theory]
    [InlineData("Hello there.", "L:Hello there.")]
    [InlineData("你好，世界。", "H:你好，世界。")]
    [InlineData("我有3个apples，你呢？", "H:我有3个|L:apples，|H:你呢？")]
    [InlineData("3 apples", "L:3 apples")]
    [InlineData("3个", "H:3个")]
    [InlineData("他说“OK”就走了", "H:他说|L:“OK”|H:就走了")]
    [InlineData("a𠀀b", "L:a|H:𠀀|L:b")]
    [InlineData("Ünïcode Привет", "L:Ünïcode Привет")]
    public void Letters_decide_and_what_is_between_belongs_to_what_stands_before(string text, string expected) =>
        string.Join('|', ScriptRun.Split(text, hanByDefault: true).Select(r => $"{(r.IsHan ? 'H' : 'L')}:{text.Substring(r.Offset, r.Length)}")).ShouldBe(expected);

    [Theory]
    [InlineData("123", true)]
    [InlineData("123", false)]
    public void Without_letters_the_language_decides(string text, bool hanByDefault) =>
        ScriptRun.Split(text, hanByDefault).ShouldBe([new ScriptRun(0, 3, hanByDefault)]);

    [Fact]
    public void An_empty_text_has_no_run() => ScriptRun.Split("", hanByDefault: true).ShouldBeEmpty();
}
