using System.Text;
using System.Text.Json;

namespace Parley.SocketIo.AspNetCore.Tests.Server;

public sealed class HandlerTests : ServerTest
{
    private const int HandlerFailed = 106;

    [Fact]
    public async Task A_sockets_events_are_handled_in_order_one_at_a_time()
    {
        var gate = new TaskCompletionSource();
        await using var server = await StartAsync(ns => ns
            .On("slow", async (_, message, _) =>
            {
                Tell($"begin {message[0]}");
                await gate.Task;
                Tell($"end {message[0]}");
            })
            .On("quick", (_, message, _) =>
            {
                Tell($"quick {message[0]}");
                return default;
            }));
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("42[\"slow\",1]");
        await socket.SendAsync("42[\"quick\",2]");
        await socket.SendAsync("42[\"slow\",3]");
        await socket.SendAsync("42[\"quick\",4]");

        (await NextAsync()).ShouldBe("begin 1");
        gate.SetResult();
        foreach (var expected in new[] { "end 1", "quick 2", "begin 3", "end 3", "quick 4" })
        {
            (await NextAsync()).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task The_acknowledgement_follows_the_handlers_end()
    {
        var gate = new TaskCompletionSource();
        await using var server = await StartAsync(ns => ns.On("work", async (socket, message, _) =>
        {
            message.Acknowledge(SocketIoArguments.Of("done"));
            await socket.EmitAsync("working");
            await gate.Task;
            await socket.EmitAsync("worked");
        }));
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("427[\"work\"]");

        (await socket.ReceiveAsync()).ShouldBe("42[\"working\"]");
        gate.SetResult();
        (await socket.ReceiveAsync()).ShouldBe("42[\"worked\"]");
        (await socket.ReceiveAsync()).ShouldBe("437[\"done\"]");
    }

    [Fact]
    public async Task Without_arguments_the_acknowledgement_is_empty_and_without_a_handler_there_is_none()
    {
        await using var server = await StartAsync(ns => ns.On("known", (_, _, _) => default));
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("421[\"unknown\"]");
        await socket.SendAsync("422[\"known\"]");

        (await socket.ReceiveAsync()).ShouldBe("432[]");
    }

    [Fact]
    public async Task A_deferred_acknowledgement_is_sent_once_when_its_owner_wants()
    {
        SocketIoAck? ack = null;
        await using var server = await StartAsync(ns => ns
            .On("later", (_, message, _) =>
            {
                ack = message.DeferAck();
                message.DeferAck().ShouldBeNull();
                return default;
            })
            .On("now", async (_, _, _) =>
            {
                await ack!.SendAsync(SocketIoArguments.Of("first"));
                await ack!.SendAsync(SocketIoArguments.Of("second"));
            }));
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("421[\"later\"]");
        await socket.SendAsync("422[\"now\"]");

        (await socket.ReceiveAsync()).ShouldBe("431[\"first\"]");
        (await socket.ReceiveAsync()).ShouldBe("432[]");
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("fails")]
    public async Task A_failing_handler_is_logged_not_acknowledged_and_disturbs_nothing(string how)
    {
        await using var server = await StartAsync(ns => ns
            .On("throws", (_, _, _) => throw new InvalidOperationException("boom"))
            .On("fails", async (_, _, _) =>
            {
                await Task.Yield();
                throw new InvalidOperationException("boom");
            })
            .On("works", (_, _, _) => default));
        server.Log.Expect(HandlerFailed);
        await using var socket = await JoinAsync(server);

        await socket.SendAsync($"421[\"{how}\"]");
        await socket.SendAsync("422[\"works\"]");

        (await socket.ReceiveAsync()).ShouldBe("432[]");
        server.Log.Entries.Count(entry => entry.Id.Id == HandlerFailed).ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_that_fails_while_connecting_refuses()
    {
        await using var server = await StartAsync(ns => ns.OnConnect((_, _, _) => throw new InvalidOperationException("secret")));
        server.Log.Expect(HandlerFailed);
        await using var socket = await OpenAsync(server);
        await socket.ReceiveAsync();

        await socket.SendAsync("40");

        (await socket.ReceiveAsync()).ShouldBe("44{\"message\":\"Internal server error\"}");
    }

    [Fact]
    public async Task A_refused_client_may_try_again_and_its_early_events_are_dropped()
    {
        await using var server = await StartAsync(ns => ns
            .OnConnect(async (_, auth, _) =>
            {
                await Task.Yield();
                return auth.TryGetProperty("key", out _) ? SocketIoConnectResult.Accept : SocketIoConnectResult.Refuse("key \"missing\"");
            })
            .On("early", (_, _, _) =>
            {
                Tell("early");
                return default;
            })
            .On("late", (_, _, _) =>
            {
                Tell("late");
                return default;
            })
            .OnDisconnect(TellReason));
        await using var socket = await OpenAsync(server);
        await socket.ReceiveAsync();

        await socket.SendAsync("40");
        await socket.SendAsync("42[\"early\"]");
        (await socket.ReceiveAsync()).ShouldBe("""44{"message":"key \"missing\""}""");
        await socket.SendAsync("""40{"key":1}""");
        (await socket.ReceiveAsync())!.ShouldStartWith("40{");
        await socket.SendAsync("42[\"late\"]");

        (await NextAsync()).ShouldBe("late");
    }

    [Fact]
    public async Task A_handler_may_wait_for_an_acknowledgement_of_its_own_client()
    {
        await using var server = await StartAsync(ns => ns.On("ask me", async (socket, message, _) =>
            message.Acknowledge(SocketIoArguments.Of((await socket.EmitWithAckAsync("question"))[0]))));
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("425[\"ask me\"]");
        (await socket.ReceiveAsync()).ShouldBe("420[\"question\"]");
        await socket.SendAsync("430[\"answer\"]");

        (await socket.ReceiveAsync()).ShouldBe("435[\"answer\"]");
    }

    [Fact]
    public async Task Events_that_came_before_the_end_are_handled_and_the_disconnect_handler_is_last()
    {
        var gate = new TaskCompletionSource();
        await using var server = await StartAsync(ns => ns
            .On("hold", async (_, _, cancellationToken) =>
            {
                Tell("held");
                await gate.Task;
                Tell(cancellationToken.IsCancellationRequested ? "cancelled" : "not cancelled");
            })
            .On("last", (_, _, _) =>
            {
                Tell("last");
                return default;
            })
            .OnDisconnect(TellReason));
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();
        var gone = new TaskCompletionSource();
        await using var registration = joined.Disconnected.Register(gone.SetResult);

        await socket.SendAsync("42[\"hold\"]");
        await socket.SendAsync("42[\"last\"]");
        await socket.SendAsync("41");
        (await NextAsync()).ShouldBe("held");
        await gone.Task.WaitAsync(Patience, Stop);
        gate.SetResult();

        (await NextAsync()).ShouldBe("cancelled");
        (await NextAsync()).ShouldBe("last");
        (await NextAsync()).ShouldBe("client namespace disconnect");
        joined.IsConnected.ShouldBeFalse();
        server.Server.Of("/").Sockets.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_queue_holds_the_connection_back_and_loses_nothing()
    {
        var gate = new TaskCompletionSource();
        await using var server = await StartAsync(
            ns => ns.On("n", async (_, message, _) =>
            {
                var n = message[0].GetInt32();
                await gate.Task;
                Tell($"{n}");
            }),
            options => options.ReceiveQueueLength = 2);
        await using var socket = await JoinAsync(server);
        for (var i = 0; i < 50; i++)
        {
            await socket.SendAsync($"42[\"n\",{i}]");
        }

        gate.SetResult();

        for (var i = 0; i < 50; i++)
        {
            (await NextAsync()).ShouldBe($"{i}");
        }
    }

    [Fact]
    public async Task Typed_handlers_get_objects_and_a_wrong_shape_fails_alone()
    {
        await using var server = await StartAsync(ns => ns.On("person", TestJson.Default.Person, (_, person, message, _) =>
        {
            message.Acknowledge(SocketIoArguments.Of(person is null ? "nobody" : $"{person.Name} {person.Age}"));
            return default;
        }));
        server.Log.Expect(HandlerFailed);
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("""421["person",{"Name":"Ann","Age":3}]""");
        (await socket.ReceiveAsync()).ShouldBe("""431["Ann 3"]""");
        await socket.SendAsync("""422["person"]""");
        (await socket.ReceiveAsync()).ShouldBe("""432["nobody"]""");
        await socket.SendAsync("""423["person",{"Name":["x"]}]""");
        await socket.SendAsync("""424["person",null]""");
        (await socket.ReceiveAsync()).ShouldBe("""434["nobody"]""");
    }

    [Fact]
    public async Task Whatever_has_no_handler_goes_to_OnAny_and_is_acknowledged()
    {
        await using var server = await StartAsync(ns => ns.OnAny((_, message, _) =>
        {
            message.Acknowledge(SocketIoArguments.Of($"{message.Name}/{message.Count}/{Encoding.UTF8.GetString(message.FirstArgument.Span)}"));
            return default;
        }));
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("""421["start_voice"]""");
        (await socket.ReceiveAsync()).ShouldBe("""431["start_voice/0/"]""");
        await socket.SendAsync("""422["start_voice",null]""");
        (await socket.ReceiveAsync()).ShouldBe("""432["start_voice/1/null"]""");
        await socket.SendAsync("""423["a\"b", {"x" : [1,2]} , 7]""");
        (await socket.ReceiveAsync()).ShouldBe("""433["a\"b/2/{\"x\" : [1,2]}"]""");
    }

    [Fact]
    public async Task Events_are_written_in_place_without_intermediate_objects()
    {
        await using var server = await StartAsync(ns => ns.On("audio", (socket, _, cancellationToken) =>
            socket.EmitAsync("bot_voice", (Audio: new byte[] { 1, 2, 3 }, Index: 4), static (json, voice) =>
            {
                json.WriteStartObject();
                json.WriteBase64String("audio"u8, voice.Audio);
                json.WriteNumber("chunk_index"u8, voice.Index);
                json.WriteEndObject();
            }, cancellationToken)));
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("""42["audio"]""");

        (await socket.ReceiveAsync()).ShouldBe("""42["bot_voice",{"audio":"AQID","chunk_index":4}]""");
    }

    [Fact]
    public async Task An_event_is_not_to_be_used_after_its_handler()
    {
        SocketIoEvent? kept = null;
        await using var server = await StartAsync(ns => ns.On("keep", (_, message, _) =>
        {
            kept = message;
            return default;
        }));
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("421[\"keep\"]");
        await socket.ReceiveAsync();

        Should.Throw<ObjectDisposedException>(() => kept!.Count);
    }

    [Fact]
    public async Task Handshake_tells_about_the_request()
    {
        await using var server = await StartAsync(ns => ns.OnConnect((socket, auth, _) =>
        {
            Tell($"{socket.Handshake.RemoteAddress} {socket.Handshake.QueryString} {socket.Handshake.Headers.UserAgent} {auth.GetProperty("k")} {socket.Transport} {socket.IsConnected}");
            return new(SocketIoConnectResult.Accept);
        }));
        await using var client = server.CreateClient(change: o => o with
        {
            Auth = SocketIoAuth.Of(JsonDocument.Parse("""{"k":5}""").RootElement),
            Headers = new Dictionary<string, string> { ["User-Agent"] = "tests" },
            Query = new Dictionary<string, string> { ["q"] = "1" },
        });

        await client.ConnectAsync(Stop);

        (await NextAsync()).ShouldBe("127.0.0.1 ?q=1&EIO=4&transport=websocket tests 5 websocket False");
    }
}
