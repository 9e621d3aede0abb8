using System.Net.WebSockets;
using System.Text;
using Parley.Testing;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.Estuary;

/// <summary>
/// Whatever a client sends: the reference server's own answer (a connection that breaks the protocol is closed), the face's answer where
/// only an event is wrong, and nobody else notices.
/// </summary>
public sealed class BadInputTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(BadInputs.Broken), MemberType = typeof(BadInputs))]
    public async Task A_broken_protocol_closes_that_connection_alone(string what, string[] messages)
    {
        await using var scene = await Scene.OpenAsync();
        var (fixture, client, neighbour) = scene;
        await SendAllAsync(client, messages);
        await client.Closed;
        what.ShouldNotBeEmpty();
        await TalksAsync(neighbour);

        // The player comes back to the same conversation.
        var again = await fixture.ConnectAsync();
        again.Info.GetProperty("conversation_id").GetString().ShouldBe(client.Info.GetProperty("conversation_id").GetString());
        await TalksAsync(again);
    }

    [Theory]
    [MemberData(nameof(BadInputs.Wrong), MemberType = typeof(BadInputs))]
    public async Task A_wrong_event_costs_at_most_an_error(string what, string[] messages)
    {
        await using var scene = await Scene.OpenAsync();
        var (_, client, neighbour) = scene;
        await SendAllAsync(client, messages);
        foreach (var told in await client.AskAsync("update_preferences"))
        {
            told[0].GetString().ShouldBeOneOf(["error", "voice_started"], what);
        }

        await TalksAsync(client);
        await TalksAsync(neighbour);
    }

    [Fact]
    public async Task The_reference_server_answers_the_same()
    {
        var (reference, listening) = await NodePeer.StartAsync("socketio-server.mjs", """{"maxHttpBufferSize":17000000}""");
        await using (reference)
        {
            var address = new Uri($"ws://127.0.0.1:{listening.GetProperty("port").GetInt32()}/socket.io/?EIO=4&transport=websocket");
            foreach (var (what, messages) in Rows(BadInputs.Broken).Where(row => row.What != BadInputs.OwnChoice))
            {
                (await LivesAsync(address, messages)).ShouldBeFalse(what);
            }

            foreach (var (what, messages) in Rows(BadInputs.Wrong))
            {
                (await LivesAsync(address, messages)).ShouldBeTrue(what);
            }
        }
    }

    [Fact]
    public async Task A_text_beyond_the_limit_is_refused_by_its_length()
    {
        await using var scene = await Scene.OpenAsync();
        var client = scene.Client;
        await client.EmitAsync("text", $$"""{"text":"{{new string('x', 1_200_000)}}","textOnly":true}""");
        var error = await client.EventAsync("error");
        error.GetProperty("message").GetString()!.ShouldNotContain("xxx");
        await TalksAsync(client);
    }

    [Fact]
    public async Task More_than_a_megabyte_of_audio_in_one_event_is_heard_as_far_as_it_fits()
    {
        await using var scene = await Scene.OpenAsync();
        var client = scene.Client;
        var stream = await scene.ListenAsync();
        await client.EmitAsync("stream_audio", $$"""{"audio":"{{Convert.ToBase64String(new byte[3_000_000])}}"}""");
        (await client.AskAsync("update_preferences")).ShouldBeEmpty();
        await stream.WaitForSamplesAsync(16_000, Cancel);
        await TalksAsync(client);
    }

    [Fact]
    public async Task A_message_beyond_maxPayload_closes_that_connection_alone()
    {
        await using var scene = await Scene.OpenAsync();
        var (_, client, neighbour) = scene;
        await SendAsync(client, $$"""42/sdk,["camera_image",{"image":"{{new string('A', 18 * 1024 * 1024)}}","mime_type":"image/png"}]""");
        await client.Closed;
        await TalksAsync(neighbour);
    }

    [Fact]
    public async Task A_flood_slows_its_sender_and_nobody_else()
    {
        await using var scene = await Scene.OpenAsync();
        var (fixture, client, neighbour) = scene;
        var stream = await scene.ListenAsync();
        for (var i = 0; i < 4_000; i++)
        {
            await client.EmitAsync("stream_audio", """{"audio":"AQA="}""");
        }

        // The clock stands: what is above the burst waits.
        var asking = client.AskAsync("update_preferences");
        await stream.WaitForSamplesAsync(1_000, Cancel);
        await TalksAsync(neighbour);
        asking.IsCompleted.ShouldBeFalse();
        while (!asking.IsCompleted)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
            (await neighbour.AskAsync("update_preferences")).ShouldBeEmpty();
        }

        (await asking).ShouldBeEmpty();
        await stream.WaitForSamplesAsync(4_000, Cancel);
    }

    [Fact]
    public async Task A_flood_of_wrong_events_gets_one_error_a_second()
    {
        await using var scene = await Scene.OpenAsync();
        var (fixture, client, _) = scene;
        for (var i = 0; i < 500; i++)
        {
            await client.EmitAsync("text", """{"text":7}""");
        }

        (await client.AskAsync("update_preferences")).Count.ShouldBe(1);
        fixture.Time.Advance(TimeSpan.FromSeconds(1.1));
        await client.EmitAsync("text", """{"text":7}""");
        (await client.AskAsync("update_preferences")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Base64_may_have_breaks_and_lack_its_padding()
    {
        await using var scene = await Scene.OpenAsync();
        var client = scene.Client;
        var stream = await scene.ListenAsync();
        var pcm = Enumerable.Range(1, 301).Select(n => (byte)n).ToArray();
        var broken = string.Join("\\r\\n", Convert.ToBase64String(pcm).TrimEnd('=').Chunk(76).Select(c => new string(c)));
        await client.EmitAsync("stream_audio", $$"""{"audio":"{{broken}}"}""");
        await client.EmitAsync("stream_audio", """{"audio":"AA"}""");
        await stream.WaitForSamplesAsync(151, Cancel);
        var heard = stream.Samples;
        for (var i = 0; i < 150; i++)
        {
            heard[i].ShouldBe((short)(pcm[2 * i] | (pcm[(2 * i) + 1] << 8)));
        }

        // The odd byte of the first packet and the only one of the second are one sample.
        heard[150].ShouldBe(pcm[300]);
    }

    private static IEnumerable<(string What, string[] Messages)> Rows(TheoryData<string, string[]> table) =>
        table.Select(row => (row.Data.Item1, row.Data.Item2));

    /// <summary>Whether a connection of the reference server still answers after the messages.</summary>
    private static async Task<bool> LivesAsync(Uri address, string[] messages)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, Cancel);
        await WriteAsync(socket, "40/sdk,");
        while (!(await ReadAsync(socket))!.StartsWith("40/sdk", StringComparison.Ordinal))
        {
        }

        foreach (var message in messages)
        {
            await WriteAsync(socket, message);
        }

        await WriteAsync(socket, """42/sdk,1["message-with-ack"]""");
        while (await ReadAsync(socket) is { } packet)
        {
            if (packet == "43/sdk,1[]")
            {
                return true;
            }
        }

        return false;
    }

    private static Task WriteAsync(ClientWebSocket socket, string message) => WhileOpenAsync(() => message.StartsWith('<')
        ? socket.SendAsync(Convert.FromHexString(message.AsSpan(1, message.Length - 2)), WebSocketMessageType.Binary, true, Cancel)
        : socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Cancel));

    private static async Task<string?> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var received = await socket.ReceiveAsync(buffer, Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
            return received.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    private static async Task SendAllAsync(EstuarySocket client, string[] messages)
    {
        foreach (var message in messages)
        {
            await SendAsync(client, message);
        }
    }

    private static Task SendAsync(EstuarySocket client, string message) => WhileOpenAsync(() => message.StartsWith('<')
        ? client.SendBinaryAsync(Convert.FromHexString(message.AsSpan(1, message.Length - 2)))
        : client.SendAsync(message));

    // The other side may have closed at the message before.
    private static async Task WhileOpenAsync(Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (WebSocketException)
        {
        }
    }

    private static async Task TalksAsync(EstuarySocket client)
    {
        await client.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        (await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("Still here.");
    }

    [Fact]
    public async Task Before_authentication_a_message_has_64_KiB_and_after_it_room_for_a_picture()
    {
        await using var estuary = await EstuaryFixture.StartAsync();
        await using var stranger = await EstuarySocket.OpenAsync(estuary.Server, "");
        await stranger.SendAsync($$"""40/sdk,{"api_key":"{{new string('x', 70_000)}}"}""");
        await stranger.Closed;

        await using var client = await estuary.ConnectAsync();
        await client.EmitAsync("update_preferences", $$"""{"note":"{{new string('x', 1_000_000)}}"}""");
        (await client.AskAsync("update_preferences")).ShouldBeEmpty();
    }

    /// <summary>A server, the client that misbehaves, and another player's whom that is not to concern.</summary>
    private sealed record Scene(EstuaryFixture Fixture, EstuarySocket Client, EstuarySocket Neighbour) : IAsyncDisposable
    {
        public static async Task<Scene> OpenAsync()
        {
            var fixture = await EstuaryFixture.StartAsync();
            fixture.Replies.Answer = (_, _) => "Still here.";
            var neighbour = await fixture.ConnectAsync("bob");
            return new Scene(fixture, await fixture.ConnectAsync(), neighbour);
        }

        /// <summary>Opens the client's voice.</summary>
        public async Task<ScriptedRecognitionStream> ListenAsync()
        {
            await Client.AskAsync("start_voice");
            return await Fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        }

        public ValueTask DisposeAsync() => Fixture.DisposeAsync();
    }
}
