using Parley.Audio.Wav;

namespace Parley.Audio.Tests;

public sealed class AudioQueueTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_drops_the_oldest_and_counts_them()
    {
        var queue = new AudioQueue(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(1));
        queue.Capacity.ShouldBe(16);
        queue.Push(Numbers(0, 10)).ShouldBe(0);
        queue.Push(Numbers(10, 10)).ShouldBe(4);
        queue.Push(Numbers(20, 100)).ShouldBe(100);
        queue.DroppedSamples.ShouldBe(104);
        var buffer = new short[100];
        (await queue.ReadAsync(buffer, Token)).ShouldBe(16);
        buffer[..16].ShouldBe(Numbers(104, 16));
        queue.Count.ShouldBe(0);
    }

    [Fact]
    public async Task One_writer_and_one_reader_pass_everything_on_in_order()
    {
        var queue = new AudioQueue(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(5));
        var writer = Task.Run(
            async () =>
            {
                var random = new Random(1);
                for (var at = 0; at < 30_000;)
                {
                    var count = Math.Min(random.Next(1, 300), 30_000 - at);
                    await queue.WriteAsync(Numbers(at, count), Token);
                    at += count;
                }

                queue.Complete();
            },
            Token);
        var random = new Random(2);
        var read = new List<short>();
        var buffer = new short[300];
        while (await queue.ReadAsync(buffer.AsMemory(0, random.Next(1, 300)), Token).AsTask().WaitAsync(Deadline, Token) is var count && count > 0)
        {
            read.AddRange(buffer.AsSpan(0, count));
        }

        await writer;
        read.ToArray().ShouldBe(Numbers(0, 30_000));
        queue.DroppedSamples.ShouldBe(0);
    }

    [Fact]
    public async Task A_full_queue_makes_the_writer_wait_until_it_is_read_or_cleared()
    {
        var queue = new AudioQueue(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(1));
        var write = queue.WriteAsync(Numbers(0, 20), Token).AsTask();
        write.IsCompleted.ShouldBeFalse();
        queue.TryRead(new short[4]).ShouldBe(4);
        await write.WaitAsync(Deadline, Token);
        write = queue.WriteAsync(Numbers(20, 1), Token).AsTask();
        write.IsCompleted.ShouldBeFalse();
        queue.Clear().ShouldBe(16);
        await write.WaitAsync(Deadline, Token);
        queue.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Completion_is_seen_after_the_last_sample_and_carries_its_error()
    {
        var queue = new AudioQueue(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(1));
        queue.Push(Numbers(0, 3));
        queue.Complete(new IOException("unplugged"));
        queue.Complete();
        queue.Push(Numbers(0, 3)).ShouldBe(3);
        var buffer = new short[10];
        (await queue.ReadAsync(buffer, Token)).ShouldBe(3);
        (await Should.ThrowAsync<IOException>(async () => await queue.ReadAsync(buffer, Token))).Message.ShouldBe("unplugged");
        await Should.ThrowAsync<InvalidOperationException>(async () => await queue.WriteAsync(Numbers(0, 1), Token));
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_samples_completion_and_cancellation()
    {
        var queue = new AudioQueue(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(1));
        var buffer = new short[10];
        for (var i = 0; i < 3; i++)
        {
            using var cancel = new CancellationTokenSource();
            var cancelled = queue.ReadAsync(buffer, cancel.Token).AsTask();
            cancel.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(cancelled.WaitAsync(Deadline, Token));
            var read = queue.ReadAsync(buffer, Token).AsTask();
            queue.Push(Numbers(i, 2));
            (await read.WaitAsync(Deadline, Token)).ShouldBe(2);
        }

        var last = queue.ReadAsync(buffer, Token).AsTask();
        await queue.DisposeAsync();
        (await last.WaitAsync(Deadline, Token)).ShouldBe(0);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var queue = new AudioQueue(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(40));
        var samples = new short[320];
        var buffer = new short[320];
        Allocations.Of(() =>
        {
            queue.Push(samples);
            queue.WriteAsync(samples).IsCompletedSuccessfully.ShouldBeTrue();
            queue.ReadAsync(buffer).IsCompletedSuccessfully.ShouldBeTrue();
            queue.Clear();
        }).ShouldBe(0);
    }

    [Fact]
    public async Task Memory_and_files_are_sources_and_sinks()
    {
        var noise = Signals.WhiteNoise(24_000, 0.7, 0.1);
        var path = Path.GetTempFileName();
        try
        {
            await using (var sink = WavSink.Create(path, new PcmFormat(24_000)))
            {
                await sink.WriteAsync(noise, Token);
                await sink.DrainAsync(Token);
                sink.PlayedSamples.ShouldBe(noise.Length);
            }

            await using var source = await WavSource.OpenAsync(path, Token);
            source.TotalSamples.ShouldBe(noise.Length);
            var memory = new MemorySink(source.Format);
            var buffer = new short[1_000];
            while (await source.ReadAsync(buffer, Token) is var count && count > 0)
            {
                await memory.WriteAsync(buffer.AsMemory(0, count), Token);
            }

            memory.ToArray().ShouldBe(noise);
            memory.PlayedSamples.ShouldBe(noise.Length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_memory_sink_is_bounded()
    {
        var sink = new MemorySink(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(1));
        await sink.WriteAsync(new short[16], Token);
        await Should.ThrowAsync<InvalidOperationException>(async () => await sink.WriteAsync(new short[1], Token));
        sink.ToArray().Length.ShouldBe(16);
    }

    private static short[] Numbers(int from, int count) => [.. Enumerable.Range(from, count).Select(i => (short)i)];
}
