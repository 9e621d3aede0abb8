namespace Parley.Realtime.Tests;

public class EventStreamTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private abstract record Happening;

    private sealed record Number(int Value) : Happening;

    private sealed record Word(string Text) : Happening;

    [Fact]
    public async Task Handlers_and_readers_both_see_every_event_in_order()
    {
        await using var stream = new EventStream<Happening>();
        var handled = new List<int>();
        using var subscription = stream.On<Number>(n => handled.Add(n.Value));
        var reader = stream.ReadAsync(Token);
        for (var i = 0; i < 500; i++)
        {
            stream.Publish(new Number(i));
            stream.Publish(new Word("between"));
        }

        stream.Complete();
        var read = new List<int>();
        await foreach (var e in reader)
        {
            if (e is Number number)
            {
                read.Add(number.Value);
            }
        }

        await stream.DisposeAsync();
        read.ShouldBe(Enumerable.Range(0, 500));
        handled.ShouldBe(Enumerable.Range(0, 500));
    }

    [Fact]
    public async Task A_reader_sees_what_came_between_its_call_and_its_enumeration_and_nothing_before()
    {
        await using var stream = new EventStream<Happening>();
        stream.Publish(new Number(1));
        var reader = stream.ReadAsync(Token);
        stream.Publish(new Number(2));
        stream.Complete();

        var read = new List<Happening>();
        await foreach (var e in reader)
        {
            read.Add(e);
        }

        read.ShouldBe([new Number(2)]);
    }

    [Fact]
    public async Task A_reader_that_falls_behind_gets_what_was_queued_and_then_the_reason()
    {
        await using var stream = new EventStream<Happening>();
        var slow = stream.ReadAsync(Token);
        for (var i = 0; i < EventStream<Happening>.Capacity + 1; i++)
        {
            stream.Publish(new Number(i));
        }

        var later = stream.ReadAsync(Token);
        stream.Publish(new Number(-1));
        var seen = 0;
        await Should.ThrowAsync<SlowConsumerException>(async () =>
        {
            await foreach (var e in slow)
            {
                ((Number)e).Value.ShouldBe(seen++);
            }
        });

        seen.ShouldBe(EventStream<Happening>.Capacity);
        await using var enumerator = later.GetAsyncEnumerator(Token);
        (await enumerator.MoveNextAsync()).ShouldBeTrue();
        enumerator.Current.ShouldBe(new Number(-1));
    }

    [Fact]
    public async Task A_cancelled_reader_frees_its_queue()
    {
        await using var stream = new EventStream<Happening>();
        using var cancel = new CancellationTokenSource();
        var reading = Task.Run(
            async () =>
            {
                await foreach (var _ in stream.ReadAsync(cancel.Token))
                {
                }
            },
            Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading.WaitAsync(Deadline, Token));
    }

    [Fact]
    public async Task A_throwing_handler_is_reported_and_the_next_one_runs()
    {
        var reported = new TaskCompletionSource<Exception>();
        await using var stream = new EventStream<Happening>(onHandlerError: e => reported.TrySetResult(e));
        var reached = new TaskCompletionSource<int>();
        using var bad = stream.On<Number>(_ => throw new InvalidOperationException("mine"));
        using var good = stream.On<Number>(n => { reached.TrySetResult(n.Value); });
        stream.Publish(new Number(4));

        (await reported.Task.WaitAsync(Deadline, Token)).ShouldBeOfType<InvalidOperationException>();
        (await reached.Task.WaitAsync(Deadline, Token)).ShouldBe(4);
    }

    [Fact]
    public async Task A_slow_handler_does_not_hold_up_the_publisher_and_its_overflow_is_reported_once()
    {
        var reported = new List<Exception>();
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        await using var stream = new EventStream<Happening>(onHandlerError: reported.Add);
        var seen = 0;
        using var subscription = stream.On<Number>(async _ =>
        {
            seen++;
            entered.TrySetResult();
            await release.Task;
        });
        stream.Publish(new Number(0));
        await entered.Task.WaitAsync(Deadline, Token);
        for (var i = 0; i < EventStream<Happening>.Capacity + 10; i++)
        {
            stream.Publish(new Number(i));
        }

        reported.ShouldHaveSingleItem().ShouldBeOfType<SlowConsumerException>();
        release.SetResult();
        await stream.DisposeAsync();
        seen.ShouldBe(EventStream<Happening>.Capacity + 1);
    }

    [Fact]
    public async Task An_ended_subscription_hears_nothing_more()
    {
        await using var stream = new EventStream<Happening>();
        var heard = 0;
        var both = new TaskCompletionSource();
        var first = stream.On<Number>(_ => { heard++; });
        using var last = stream.On<Number>(n =>
        {
            if (n.Value == 2)
            {
                both.TrySetResult();
            }
        });
        stream.Publish(new Number(1));
        stream.Publish(new Number(3));
        using (var marker = stream.On<Word>(_ => { first.Dispose(); }))
        {
            stream.Publish(new Word("stop"));
            stream.Publish(new Number(2));
            await both.Task.WaitAsync(Deadline, Token);
        }

        heard.ShouldBe(2);
    }

    [Fact]
    public async Task A_handler_may_dispose_the_stream_it_hangs_on()
    {
        var stream = new EventStream<Happening>();
        var disposed = new TaskCompletionSource();
        using var subscription = stream.On<Number>(async _ =>
        {
            await stream.DisposeAsync();
            disposed.TrySetResult();
        });
        stream.Publish(new Number(1));
        await disposed.Task.WaitAsync(Deadline, Token);
    }
}
