using System.Net;
using System.Text.Json;

namespace Parley.SocketIo.AspNetCore.Tests.Conformance;

/// <summary>What the Socket.IO 5 specification asks of a server, over a raw WebSocket.</summary>
public sealed class SocketIoConformanceTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    private const string Open = "/socket.io/?EIO=4&transport=websocket";

    [Theory]
    [InlineData("40", "40", """42["auth",{}]""")]
    [InlineData("40{\"token\":\"123\"}", "40", """42["auth",{"token":"123"}]""")]
    [InlineData("40/custom,", "40/custom,", """42/custom,["auth",{}]""")]
    [InlineData("40/custom", "40/custom,", """42/custom,["auth",{}]""")]
    [InlineData("40/custom,{\"token\":\"abc\"}", "40/custom,", """42/custom,["auth",{"token":"abc"}]""")]
    [InlineData("40/,", "40", """42["auth",{}]""")]
    public async Task A_namespace_is_joined(string connect, string prefix, string auth)
    {
        await using var socket = await OpenAsync();

        await socket.SendAsync(connect);

        var reply = (await socket.ReceiveAsync())!;
        reply.ShouldStartWith(prefix + "{");
        using var json = JsonDocument.Parse(reply[prefix.Length..]);
        json.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["sid"]);
        json.RootElement.GetProperty("sid").GetString()!.Length.ShouldBe(20);
        (await socket.ReceiveAsync()).ShouldBe(auth);
    }

    [Theory]
    [InlineData("40/random", """44/random,{"message":"Invalid namespace"}""")]
    [InlineData("40/random,{\"a\":1}", """44/random,{"message":"Invalid namespace"}""")]
    [InlineData("40/custom/deeper,", """44/custom/deeper,{"message":"Invalid namespace"}""")]
    [InlineData("40/custom?token=abc,", """44/custom?token=abc,{"message":"Invalid namespace"}""")]
    [InlineData("40/Custom,", """44/Custom,{"message":"Invalid namespace"}""")]
    public async Task An_unknown_namespace_is_refused(string connect, string refusal)
    {
        await using var socket = await OpenAsync();

        await socket.SendAsync(connect);

        (await socket.ReceiveAsync()).ShouldBe(refusal);
    }

    [Theory]
    [InlineData("4abc")]
    [InlineData("4")]
    [InlineData("47")]
    [InlineData("42[\"message\",1]")]
    [InlineData("43[1]")]
    [InlineData("41")]
    [InlineData("44\"no\"")]
    [InlineData("42/custom,[\"message\",1]")]
    [InlineData("40[]")]
    [InlineData("40\"text\"")]
    [InlineData("40{\"a\":}")]
    public async Task Anything_but_a_connect_closes_a_new_connection(string first)
    {
        await using var socket = await OpenAsync();

        await socket.SendAsync(first);

        await socket.ClosedAsync();
    }

    [Fact]
    public async Task A_connection_without_a_namespace_is_closed()
    {
        await using var socket = await server.OpenWebSocketAsync(Open, server.QuickUrl);

        while (await socket.ReceiveAsync() is { } packet)
        {
            if (packet == "2")
            {
                await socket.SendAsync("3");
            }
        }
    }

    [Theory]
    [InlineData("42[\"message\",1,\"2\",{\"3\":[true]}]", """42["message-back",1,"2",{"3":[true]}]""")]
    [InlineData("42[\"message\"]", """42["message-back"]""")]
    [InlineData("42[\"message\",null]", """42["message-back",null]""")]
    [InlineData("42 [ \"message\" , 1 ]", """42["message-back",1]""")]
    [InlineData("42[\"mess\\u0061ge\",\"ä\\u00fc漢😀\"]", """42["message-back","ä\u00fc漢😀"]""")]
    [InlineData("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]", """43456[1,"2",{"3":[false]}]""")]
    [InlineData("420[\"message-with-ack\"]", "430[]")]
    [InlineData("429007199254740991[\"message-with-ack\",{}]", "439007199254740991[{}]")]
    [InlineData("42[\"message\",{\"_placeholder\":true,\"num\":0}]", """42["message-back",{"_placeholder":true,"num":0}]""")]
    public async Task Events_and_acknowledgements(string sent, string received)
    {
        await using var socket = await JoinAsync();

        await socket.SendAsync(sent);

        (await socket.ReceiveAsync()).ShouldBe(received);
    }

    [Theory]
    [InlineData("452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]", """452-["message-back",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""")]
    [InlineData("452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]", """462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""")]
    public async Task Binary_attachments(string sent, string received)
    {
        await using var socket = await JoinAsync();

        await socket.SendAsync(sent);
        await socket.SendAsync([1, 2, 3]);
        await socket.SendAsync([4, 5, 6]);

        (await socket.ReceiveAsync()).ShouldBe(received);
        (await socket.ReceiveAsync()).ShouldBe("<010203>");
        (await socket.ReceiveAsync()).ShouldBe("<040506>");
    }

    [Fact]
    public async Task Ten_attachments_are_taken_and_packets_of_the_transport_may_come_between()
    {
        await using var socket = await JoinAsync();
        var placeholders = string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{"_placeholder":true,"num":{{i}}}"""));

        await socket.SendAsync($"4510-[\"message\",{placeholders}]");
        for (var i = 0; i < 10; i++)
        {
            await socket.SendAsync("6");
            await socket.SendAsync([(byte)i]);
        }

        (await socket.ReceiveAsync()).ShouldStartWith("4510-[\"message-back\"");
        for (var i = 0; i < 10; i++)
        {
            (await socket.ReceiveAsync()).ShouldBe($"<{i:X2}>");
        }
    }

    [Theory]
    [InlineData("4abc")]
    [InlineData("48")]
    [InlineData("42{}")]
    [InlineData("42\"message\"")]
    [InlineData("42[]")]
    [InlineData("42[{}]")]
    [InlineData("42[\"message\",1")]
    [InlineData("42[\"message\",1]]")]
    [InlineData("42[\"message\"]x")]
    [InlineData("42abc[\"message-with-ack\"]")]
    [InlineData("42-1[\"message-with-ack\"]")]
    [InlineData("42123456789012345678901[\"message-with-ack\"]")]
    [InlineData("42[\"connect\"]")]
    [InlineData("42[\"disconnect\"]")]
    [InlineData("42[\"newListener\"]")]
    [InlineData("43{}")]
    [InlineData("45[\"message\"]")]
    [InlineData("450-[\"message\"]")]
    [InlineData("45-[\"message\"]")]
    [InlineData("451[\"message\"]")]
    [InlineData("451.5-[\"message\"]")]
    [InlineData("4511-[\"message\"]")]
    [InlineData("4599999999999999999999-[\"message\"]")]
    [InlineData("451-[\"message\",{\"_placeholder\":true,\"num\":1}]")]
    [InlineData("451-[\"message\",{\"_placeholder\":true,\"num\":-1}]")]
    [InlineData("451-[\"message\",{\"_placeholder\":true,\"num\":\"0\"}]")]
    [InlineData("451-[\"message\",{\"_placeholder\":true}]")]
    [InlineData("40")]
    [InlineData("44{}")]
    [InlineData("41{}")]
    [InlineData("42/custom,[\"message\"]")]
    public async Task A_packet_that_is_none_or_comes_at_the_wrong_time_closes_the_connection(string packet)
    {
        await using var socket = await JoinAsync();

        await socket.SendAsync(packet);

        await socket.ClosedAsync();
    }

    [Fact]
    public async Task Text_instead_of_an_attachment_closes_the_connection()
    {
        await using var socket = await JoinAsync();

        await socket.SendAsync("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
        await socket.SendAsync("42[\"message\"]");

        await socket.ClosedAsync();
    }

    [Fact]
    public async Task Binary_that_was_not_announced_closes_the_connection()
    {
        await using var socket = await JoinAsync();

        await socket.SendAsync([1, 2, 3]);

        await socket.ClosedAsync();
    }

    [Theory]
    [InlineData("42")]
    [InlineData("427")]
    [InlineData("43")]
    [InlineData("4399[\"nobody asked\"]")]
    [InlineData("42[\"unknown event\",1]")]
    [InlineData("42[3,1]")]
    public async Task Packets_that_mean_nothing_are_passed_over(string packet)
    {
        await using var socket = await JoinAsync();

        await socket.SendAsync(packet);
        await socket.SendAsync("42[\"message\",\"still here\"]");

        (await socket.ReceiveAsync()).ShouldBe("42[\"message-back\",\"still here\"]");
    }

    [Fact]
    public async Task Leaving_one_namespace_leaves_the_others()
    {
        await using var socket = await JoinAsync();
        await socket.SendAsync("40/custom");
        await socket.ReceiveAsync();
        await socket.ReceiveAsync();

        await socket.SendAsync("41/custom");
        await socket.SendAsync("42[\"message\",\"message to main namespace\"]");
        (await socket.ReceiveAsync()).ShouldBe("42[\"message-back\",\"message to main namespace\"]");

        await socket.SendAsync("40/custom,");
        (await socket.ReceiveAsync()).ShouldStartWith("40/custom,{");
    }

    [Fact]
    public async Task After_leaving_the_connection_stays()
    {
        await using var socket = await JoinAsync(server.QuickUrl);

        await socket.SendAsync("41");

        (await socket.ReceiveAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task Events_right_behind_the_connect_are_kept_until_it_is_accepted()
    {
        await using var socket = await OpenAsync();

        await socket.SendAsync("40");
        await socket.SendAsync("42[\"message\",1]");

        (await socket.ReceiveAsync()).ShouldStartWith("40{");
        (await socket.ReceiveAsync()).ShouldBe("42[\"auth\",{}]");
        (await socket.ReceiveAsync()).ShouldBe("42[\"message-back\",1]");
    }

    [Fact]
    public async Task All_of_it_works_over_polling()
    {
        var session = await server.OpenPollingAsync("/socket.io/");

        (await server.PostAsync(session, "40\u001e42[\"message\",\"ä\"]\u001e451-7[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID")).ShouldBe((HttpStatusCode.OK, "ok"));

        var packets = new List<string>();
        while (packets.Count < 5)
        {
            packets.AddRange((await server.GetAsync(session)).Body.Split('\u001e'));
        }

        packets[0].ShouldStartWith("40{");
        packets[1..].ShouldBe(["42[\"auth\",{}]", "42[\"message-back\",\"ä\"]", "461-7[{\"_placeholder\":true,\"num\":0}]", "bAQID"]);
    }

    private async Task<RawWebSocket> OpenAsync(Uri? url = null)
    {
        var socket = await server.OpenWebSocketAsync(Open, url);
        (await socket.ReceiveAsync())!.ShouldStartWith("0{");
        return socket;
    }

    private async Task<RawWebSocket> JoinAsync(Uri? url = null)
    {
        var socket = await OpenAsync(url);
        await socket.SendAsync("40");
        (await socket.ReceiveAsync())!.ShouldStartWith("40{");
        (await socket.ReceiveAsync()).ShouldBe("42[\"auth\",{}]");
        return socket;
    }
}
