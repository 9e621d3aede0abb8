namespace Parley.Realtime.Tests;

public class ReconnectPolicyTests
{
    private static readonly ReconnectPolicy Exact = new() { Jitter = 0 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(500, 30)]
    public void The_delay_doubles_up_to_its_cap(int attempt, double seconds) => Exact.Delay(attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(40, 30)]
    public void A_linear_delay_grows_by_its_base(int attempt, double seconds) =>
        (Exact with { Shape = BackoffShape.Linear }).Delay(attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(0.0, 0.8)]
    [InlineData(0.5, 1.0)]
    [InlineData(0.75, 1.1)]
    public void Jitter_varies_the_delay_both_ways(double drawn, double seconds) =>
        new ReconnectPolicy { Random = () => drawn }.Delay(1).TotalSeconds.ShouldBe(seconds, 0.0001);

    [Fact]
    public void The_servers_wish_is_the_least_delay()
    {
        var cause = ConnectionException.FromHandshake(429, TimeSpan.FromSeconds(90));
        Exact.Delay(1, cause).ShouldBe(TimeSpan.FromSeconds(90));
        Exact.Delay(5, ConnectionException.FromHandshake(503, TimeSpan.FromSeconds(3))).ShouldBe(TimeSpan.FromSeconds(16));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public void Only_what_may_pass_is_tried_again(int status, bool allowed) => Exact.Allows(1, ConnectionException.FromHandshake(status)).ShouldBe(allowed);

    [Fact]
    public void Attempts_are_counted()
    {
        Exact.Allows(5, null).ShouldBeTrue();
        Exact.Allows(6, null).ShouldBeFalse();
        ReconnectPolicy.None.Allows(1, null).ShouldBeFalse();
        Exact.Allows(1, new InvalidOperationException()).ShouldBeFalse();
        Exact.Allows(1, new TimeoutException()).ShouldBeTrue();
    }

    [Fact]
    public void A_policy_out_of_range_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ReconnectPolicy { MaxAttempts = -1 }.Validated());
        Should.Throw<ArgumentOutOfRangeException>(() => new ReconnectPolicy { BaseDelay = TimeSpan.Zero }.Validated());
        Should.Throw<ArgumentOutOfRangeException>(() => new ReconnectPolicy { MaxDelay = TimeSpan.FromMilliseconds(1) }.Validated());
        Should.Throw<ArgumentOutOfRangeException>(() => new ReconnectPolicy { Factor = 0.5 }.Validated());
        Should.Throw<ArgumentOutOfRangeException>(() => new ReconnectPolicy { Jitter = double.NaN }.Validated());
    }
}
