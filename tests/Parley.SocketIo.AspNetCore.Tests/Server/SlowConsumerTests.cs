using Parley.Testing;

namespace Parley.SocketIo.AspNetCore.Tests.Server;

/// <summary>A client that does not read: what is emitted fills the network's buffers first, then ours.</summary>
public sealed class SlowConsumerTests : ServerTest
{
    private static readonly SocketIoArguments Chunk = SocketIoArguments.Of(new string('x', 100_000));

    [Fact]
    public async Task Emitting_waits_and_goes_on_when_the_client_reads_again()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason));
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();
        var sent = 0;
        ValueTask emitting;
        do
        {
            emitting = joined.EmitAsync("chunk", Chunk, Stop);
            sent++;
        }
        while (emitting.IsCompletedSuccessfully);

        for (var i = 0; i < sent; i++)
        {
            (await socket.ReceiveAsync())!.Length.ShouldBeGreaterThan(100_000);
        }

        await emitting.AsTask().WaitAsync(Patience, Stop);
        joined.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_does_not_wait_has_the_connection_closed()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason));
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();

        while (joined.IsConnected)
        {
            _ = joined.EmitAsync("chunk", Chunk, Stop);
        }

        (await NextAsync()).ShouldBe("slow consumer");
    }

    [Fact]
    public async Task Or_events_are_dropped_and_acknowledgements_kept()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason), options => options.SlowConsumer = SlowConsumerPolicy.Drop);
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();
        long sent = 0;
        while (joined.DroppedEvents == 0)
        {
            joined.EmitAsync("chunk", Chunk, Stop).IsCompletedSuccessfully.ShouldBeTrue();
            sent++;
        }

        var answer = joined.EmitWithAckAsync("question", cancellationToken: Stop);
        for (var i = 0; i < sent - joined.DroppedEvents; i++)
        {
            await socket.ReceiveAsync();
        }

        (await socket.ReceiveAsync()).ShouldBe("420[\"question\"]");
        await socket.SendAsync("430[]");
        await answer;
    }

    [Fact]
    public async Task Or_the_connection_is_closed_at_once()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason), options => options.SlowConsumer = SlowConsumerPolicy.Disconnect);
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();

        while (joined.IsConnected)
        {
            joined.EmitAsync("chunk", Chunk, Stop).IsCompletedSuccessfully.ShouldBeTrue();
        }

        (await NextAsync()).ShouldBe("slow consumer");
    }

    [Fact]
    public async Task A_write_that_does_not_end_cuts_the_connection()
    {
        var time = new FakeTimeProvider();
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason), options => options.PingInterval = TimeSpan.FromDays(20), time);
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();
        var emitting = Task.Run(
            async () =>
            {
                while (joined.IsConnected)
                {
                    await joined.EmitAsync("chunk", Chunk, Stop);
                }
            },
            Stop);

        // While the network's buffers still take some, each write has its own time.
        while (joined.IsConnected)
        {
            await time.WaitForTimerAsync(TimeSpan.FromSeconds(30), Stop);
            Advance(time, 30);
        }

        (await NextAsync()).ShouldBe("slow consumer");
        await emitting.WaitAsync(Patience, Stop);
        server.Server.ConnectionCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_polling_client_that_does_not_poll_is_bounded_too()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason), options => options.SlowConsumer = SlowConsumerPolicy.Disconnect);
        using var http = new HttpClient();
        var open = await http.GetStringAsync(new Uri(server.Url, "/socket.io/?EIO=4&transport=polling"), Stop);
        var id = System.Text.Json.JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString();
        using var connect = new StringContent("40");
        await http.PostAsync(new Uri(server.Url, $"/socket.io/?EIO=4&transport=polling&sid={id}"), connect, Stop);
        var joined = server.Server.Of("/").Sockets.Single();

        var sent = 0;
        while (joined.IsConnected)
        {
            await joined.EmitAsync("chunk", Chunk, Stop);
            sent++;
        }

        sent.ShouldBeLessThan(12);
        (await NextAsync()).ShouldBe("slow consumer");
        server.Server.ConnectionCount.ShouldBe(0);
    }
}
