namespace Parley.SocketIo.Tests;

public sealed class SerialPumpTests
{
    [Fact]
    public async Task Items_of_many_posters_run_one_at_a_time_and_the_finish_is_last()
    {
        var running = 0;
        var handled = 0;
        var finished = new TaskCompletionSource<int>();
        var pump = new SerialPump<string>(
            4,
            async item =>
            {
                Interlocked.Increment(ref running).ShouldBe(1);
                if (item.Length % 2 == 0)
                {
                    await Task.Yield();
                }

                handled++;
                Interlocked.Decrement(ref running);
            },
            () =>
            {
                finished.SetResult(handled);
                return default;
            });

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), TestContext.Current.CancellationToken, async (_, _) =>
        {
            for (var i = 0; i < 500; i++)
            {
                pump.TryPost(new string('x', i % 3), out var room).ShouldBeTrue();
                await room;
            }
        });
        pump.Complete();
        pump.Complete();

        (await finished.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBe(4000);
        pump.TryPost("late", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Large_items_leave_no_room_although_they_are_few()
    {
        var first = new TaskCompletionSource();
        var handled = 0;
        var pump = new SerialPump<string>(
            256,
            item =>
            {
                handled++;
                return item == "first" ? new ValueTask(first.Task) : default;
            },
            () => default,
            maxBytes: 100);

        pump.TryPost("first", out var none, 1_000).ShouldBeTrue();
        none.IsCompleted.ShouldBeTrue();
        pump.TryPost("small", out var some, 99).ShouldBeTrue();
        some.IsCompleted.ShouldBeTrue();
        pump.TryPost("large", out var room, 1_000).ShouldBeTrue();
        room.IsCompleted.ShouldBeFalse();

        first.SetResult();
        await room.AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        pump.TryPost("last", out var again, 1).ShouldBeTrue();
        await again.AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        handled.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void Work_that_ends_at_once_runs_where_it_is_posted()
    {
        var thread = 0;
        var pump = new SerialPump<string>(
            4,
            _ =>
            {
                thread = Environment.CurrentManagedThreadId;
                return default;
            },
            () => default);

        pump.TryPost("x", out var room).ShouldBeTrue();

        room.IsCompleted.ShouldBeTrue();
        thread.ShouldBe(Environment.CurrentManagedThreadId);
    }
}
