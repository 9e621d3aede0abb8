using Parley.Conversation.Context;

namespace Parley.Conversation.Tests.Context;

public sealed class FlagTests
{
    private readonly FlagSet _flags = new();

    [Fact]
    public void Flags_follow_the_specification()
    {
        Set("rain", "door.open", "Door.CLOSED", "door2.open");
        Names().ShouldBe(["Door.CLOSED", "door2.open", "rain"]);
        Set("!RAIN", "!door.open", "!door2");
        Names().ShouldBe(["Door.CLOSED"]);
        Set("door", "!door");
        Names().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1ab")]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("true")]
    [InlineData("IF")]
    [InlineData("a b")]
    [InlineData("key.")]
    [InlineData(".value")]
    [InlineData("key.a.b")]
    [InlineData("übung")]
    public void Bad_names_are_refused(string name) => FlagChange.TryParse(name, out _).ShouldBeFalse();

    [Theory]
    [InlineData("rain", true)]
    [InlineData("!rain", false)]
    [InlineData("rain && !snow", true)]
    [InlineData("snow || rain", true)]
    [InlineData("snow || wind && rain", false)]
    [InlineData("(snow || rain) && door.open", true)]
    [InlineData("!(rain && door.open)", false)]
    [InlineData("!!rain", true)]
    [InlineData("DOOR.OPEN", true)]
    [InlineData("door", false)]
    [InlineData("  ", true)]
    [InlineData(null, true)]
    public void Conditions_are_evaluated(string? condition, bool holds)
    {
        Set("rain", "door.open");
        FlagCondition.Parse(condition).Holds(_flags.IsSet).ShouldBe(holds);
    }

    [Theory]
    [InlineData("rain &&")]
    [InlineData("&& rain")]
    [InlineData("(rain")]
    [InlineData("rain)")]
    [InlineData("rain snow")]
    [InlineData("rain & snow")]
    [InlineData("rain == snow")]
    public void Malformed_conditions_are_refused(string condition) => Should.Throw<ConversationException>(() => FlagCondition.Parse(condition));

    [Fact]
    public void A_condition_is_bounded_in_depth_and_length()
    {
        Should.Throw<ConversationException>(() => FlagCondition.Parse(new string('(', 500) + "ab" + new string(')', 500)));
        Should.Throw<ConversationException>(() => FlagCondition.Parse(new string('!', 1_000) + "ab"));
        Should.Throw<ConversationException>(() => FlagCondition.Parse(string.Join(" || ", Enumerable.Repeat("abcdef", 1_000))));
    }

    [Fact]
    public void Flags_expire_by_messages_or_by_time()
    {
        FlagChange.TryParse("a1", out var byMessages);
        FlagChange.TryParse("b1", out var byTime);
        _flags.Apply(byMessages, TimeSpan.FromSeconds(10), 4, expireMessages: 2);
        _flags.Apply(byTime, TimeSpan.FromSeconds(10), 4, expireAfter: TimeSpan.FromSeconds(5));
        _flags.Expire(TimeSpan.FromSeconds(14), 5).ShouldBeFalse();
        _flags.Expire(TimeSpan.FromSeconds(14), 6).ShouldBeTrue();
        Names().ShouldBe(["b1"]);
        _flags.Expire(TimeSpan.FromSeconds(15), 6).ShouldBeTrue();
        Names().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(x{1,500}){1,2}")]
    public void Patterns_take_linear_time(string pattern) => TextPattern.Create(pattern).IsMatch(new string('a', 30_000) + "!").ShouldBeFalse();

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("(a{1000}){1000}")]
    [InlineData("(")]
    public void Patterns_that_need_more_are_refused(string pattern) => Should.Throw<ConversationException>(() => TextPattern.Create(pattern));

    private void Set(params string[] flags)
    {
        foreach (var flag in flags)
        {
            FlagChange.TryParse(flag, out var change).ShouldBeTrue();
            _flags.Apply(change, TimeSpan.Zero, 0);
        }
    }

    private string[] Names() => [.. _flags.Flags.Select(f => f.Name)];
}
