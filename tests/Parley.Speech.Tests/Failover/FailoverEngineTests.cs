using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Failover;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Tests.Recognition;
using Parley.Testing;
using Parley.Testing.Recognition;
using static Parley.Speech.Tests.Recognition.ScriptedDetector;

namespace Parley.Speech.Tests.Failover;

public sealed class FailoverEngineTests
{
    private static readonly EngineException Lost = new("first", EngineFailure.ConnectionLost, "Lost.");

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedEngine _first = new("first");
    private readonly ScriptedEngine _second = new("second") { Languages = ["de-DE"] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_engine_hears_as_long_as_it_works()
    {
        await using var record = await OpenAsync();
        await SayAsync(record);
        record.Finals.Count.ShouldBe(1);
        (_first.Leases, _second.Leases).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("lease")]
    [InlineData("accept")]
    [InlineData("finish")]
    public async Task What_the_first_engine_loses_the_second_hears_from_the_beginning(string where)
    {
        FailFirst(where);
        await using var record = await OpenAsync();
        await SayAsync(record);
        record.Events.OfType<RecognitionFailed>().ShouldBeEmpty();
        _second.Heard.Single().Length.ShouldBe(1_100 * 16);
        record.Finals.Single().Language.ShouldBe("de-DE");
        _first.Returned.ShouldBe(where == "lease" ? 0 : 1);
        _second.Returned.ShouldBe(1);
    }

    [Fact]
    public async Task When_all_fail_the_utterance_is_lost_with_a_typed_error()
    {
        FailFirst("finish");
        _second.OnLease = (_, _) => Task.FromException(new EngineException("second", EngineFailure.Busy, "Busy."));
        await using var record = await OpenAsync();
        await SayAsync(record);
        record.Events.OfType<RecognitionFailed>().Single().Error.ShouldBeSameAs(Lost);
        await SayAsync(record);
        record.Events.OfType<RecognitionFailed>().Count().ShouldBe(2);
    }

    [Fact]
    public async Task An_engine_that_failed_is_tried_last_until_it_has_cooled_down()
    {
        FailFirst("finish");
        await using var record = await OpenAsync();
        await SayAsync(record);
        await SayAsync(record);
        (_first.Leases, _second.Leases).ShouldBe((1, 2));
        _first.OnFinish = (_, _) => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync(record);
        (_first.Leases, _second.Leases).ShouldBe((2, 2));
    }

    [Fact]
    public async Task An_utterance_too_long_to_keep_is_lost_with_its_engine()
    {
        FailFirst("finish");
        await using var record = await OpenAsync(new() { MaxUtterance = TimeSpan.FromMinutes(2) });
        await record.Stream.WriteAsync(Voiced(61_000), Token);
        await record.FlushAsync(Token);
        record.Events.OfType<RecognitionFailed>().Single().Error.ShouldBeSameAs(Lost);
        _second.Leases.ShouldBe(0);
    }

    [Fact]
    public async Task A_cancel_is_not_a_failure()
    {
        var finishing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _first.OnFinish = (_, cancelled) =>
        {
            finishing.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
        };
        await using var record = await OpenAsync();
        await record.Stream.WriteAsync(Voiced(500), Token);
        await record.Stream.FlushAsync(Token);
        await finishing.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await record.Stream.CancelAsync(Token);
        await record.WaitForAsync<SessionFlushed>(2, Token);
        _second.Leases.ShouldBe(0);
    }

    private void FailFirst(string where)
    {
        _first.OnLease = (_, _) => where == "lease" ? Task.FromException(Lost) : Task.CompletedTask;
        _first.OnAccept = (_, samples) =>
        {
            if (where == "accept" && samples > 8_000)
            {
                throw Lost;
            }
        };
        _first.OnFinish = (_, _) => where == "finish" ? Task.FromException(Lost) : Task.CompletedTask;
    }

    private static async Task SayAsync(RecognitionRecord record)
    {
        await record.Stream.WriteAsync(Voiced(500), Token);
        await record.Stream.WriteAsync(Quiet(700), Token);
        await record.FlushAsync(Token);
    }

    private async Task<RecognitionRecord> OpenAsync(EndpointingOptions? endpointing = null)
    {
        var engine = new FailoverEngine([_first, _second], TimeSpan.FromSeconds(15), _clock, NullLogger.Instance);
        var recognizer = new EndpointingRecognizer(engine, () => new ScriptedDetector(), _clock, NullLogger.Instance);
        return new(await recognizer.OpenAsync(new() { Endpointing = endpointing ?? new() }, Token));
    }
}
