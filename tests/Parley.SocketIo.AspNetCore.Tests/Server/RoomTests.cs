namespace Parley.SocketIo.AspNetCore.Tests.Server;

public sealed class RoomTests : ServerTest
{
    [Fact]
    public async Task Broadcasts_reach_all_or_a_room_and_pass_over_the_exception()
    {
        await using var server = await StartAsync(ns => ns
            .On("join", (socket, message, _) =>
            {
                socket.Join(message[0].GetString()!);
                return default;
            })
            .On("leave", (socket, message, _) =>
            {
                socket.Leave(message[0].GetString()!);
                return default;
            }));
        await using var ann = await JoinAsync(server);
        var annSocket = server.Server.Of("/").Sockets.Single();
        await using var bob = await JoinAsync(server);
        await using var cat = await JoinAsync(server);
        await AskAsync(ann, "join");
        await AskAsync(ann, "join");
        await AskAsync(bob, "join");
        var all = server.Server.Of("/");

        all.Broadcast("room", SocketIoArguments.Of(new byte[] { 1 }), room: "r");
        all.Broadcast("others", room: "r", except: annSocket);
        all.Broadcast("all");

        (await ann.ReceiveAsync()).ShouldBe("""451-["room",{"_placeholder":true,"num":0}]""");
        (await ann.ReceiveAsync()).ShouldBe("<01>");
        (await ann.ReceiveAsync()).ShouldBe("""42["all"]""");
        (await bob.ReceiveAsync()).ShouldBe("""451-["room",{"_placeholder":true,"num":0}]""");
        (await bob.ReceiveAsync()).ShouldBe("<01>");
        (await bob.ReceiveAsync()).ShouldBe("""42["others"]""");
        (await bob.ReceiveAsync()).ShouldBe("""42["all"]""");
        (await cat.ReceiveAsync()).ShouldBe("""42["all"]""");

        await AskAsync(bob, "leave");
        annSocket.Disconnect();
        (await ann.ReceiveAsync()).ShouldBe("41");
        all.Broadcast("room", room: "r");
        all.Broadcast("all");
        (await bob.ReceiveAsync()).ShouldBe("""42["all"]""");
        (await cat.ReceiveAsync()).ShouldBe("""42["all"]""");
        annSocket.Rooms.ShouldBeEmpty();
    }

    private static async Task AskAsync(Conformance.RawWebSocket socket, string what)
    {
        await socket.SendAsync($"421[\"{what}\",\"r\"]");
        (await socket.ReceiveAsync()).ShouldBe("431[]");
    }
}
