using System.Net.WebSockets;
using System.Text;
using Parley.Testing;

namespace Parley.Server.Tests.Estuary;

/// <summary>
/// Whatever a client sends: the reference server's own answer (a connection that breaks the protocol is closed), the face's answer where
/// only an event is wrong, and nobody else notices.
/// </summary>
public sealed class BadInputTests
{
    private const string Live = """42/sdk,["update_preferences",null]""";

    // The reference takes such an id for a number that is not exact.
    private const string OwnChoice = "an acknowledgement id beyond numbers";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What breaks the protocol, each with the messages that do; binary ones as hexadecimal in angle brackets.</summary>
    public static TheoryData<string, string[]> Broken => new()
    {
        { "an unknown engine packet", ["7"] },
        { "an empty message", [""] },
        { "a ping, which only the server sends", ["2"] },
        { "an empty packet", ["4"] },
        { "an unknown packet type", ["49/sdk,[]"] },
        { "an event that is an object", ["42/sdk,{}"] },
        { "an event that is a text", ["42/sdk,\"text\""] },
        { "an event without a name", ["42/sdk,[]"] },
        { "an event whose name is an object", ["42/sdk,[{}]"] },
        { "an event with a name of the protocol", ["""42/sdk,["disconnect"]"""] },
        { "an event cut short", ["""42/sdk,["text",{"text":"hi"}"""] },
        { OwnChoice, ["""42/sdk,99999999999999999999["text",null]"""] },
        { "an event to a namespace never joined", ["""42/other,["text",null]"""] },
        { "an event to the main namespace", ["""42["text",null]"""] },
        { "a connect that is no JSON", ["40/other,{"] },
        { "a connect with a list", ["40/other,[]"] },
        { "attachments without a number", ["""45-/sdk,["stream_audio",{}]"""] },
        { "attachments whose number is a word", ["""45x-/sdk,["stream_audio",{}]"""] },
        { "more attachments than anybody sends", ["""4599999999-/sdk,["stream_audio",{}]"""] },
        { "text instead of an attachment", ["""451-/sdk,["stream_audio",{"audio":{"_placeholder":true,"num":0}}]""", Live] },
        { "an attachment nobody announced", ["<00>"] },
        { "an attachment that does not exist", ["""451-/sdk,["stream_audio",{"audio":{"_placeholder":true,"num":5}}]""", "<0000>"] },
        { "an attachment with a negative number", ["""451-/sdk,["stream_audio",{"audio":{"_placeholder":true,"num":-1}}]""", "<0000>"] },
        { "a refusal, which only the server sends", ["44/sdk,{}"] },
    };

    /// <summary>What keeps the protocol and makes no sense.</summary>
    public static TheoryData<string, string[]> Wrong => new()
    {
        { "an acknowledgement nobody waits for", ["43/sdk,7[]"] },
        { "an acknowledgement without an id", ["43/sdk,[]"] },
        { "a name of the language", ["""42/sdk,["__proto__",{"__proto__":{"text":"x"}}]"""] },
        { "a number as name", ["42/sdk,[7,{}]"] },
        { "more arguments than one", ["""42/sdk,["update_preferences",null,1,[2],"3"]"""] },
        { "an unknown event", ["""42/sdk,["nobody_knows_this",{"a":{"b":[1,2,3]}}]"""] },
        { "audio that is an object", ["""42/sdk,["stream_audio",{"audio":{}}]"""] },
        { "audio that is no base64", ["""42/sdk,["stream_audio",{"audio":"*** not audio ***"}]"""] },
        { "audio at no rate", ["""42/sdk,["stream_audio",{"audio":"AQACAA==","sample_rate":-5}]"""] },
        { "audio at an enormous rate", ["""42/sdk,["stream_audio",{"audio":"AQACAA==","sample_rate":1000000000}]"""] },
        { "audio at a rate that is a word", ["""42/sdk,["stream_audio",{"audio":"AQACAA==","sample_rate":"fast"}]"""] },
        { "empty audio", ["""42/sdk,["stream_audio",{"audio":""}]"""] },
        { "audio as a number", ["""42/sdk,["stream_audio",7]"""] },
        { "audio as nothing", ["""42/sdk,["stream_audio"]"""] },
        { "a binary event without a place for its attachment", ["""451-/sdk,["stream_audio",{}]""", "<0102>"] },
        { "a text that is a number", ["""42/sdk,["text",{"text":7}]"""] },
        { "a text that is missing", ["""42/sdk,["text",{}]"""] },
        { "a text that is blank", ["""42/sdk,["text",{"text":" \n "}]"""] },
        { "a line that is a list", ["""42/sdk,["say_line",{"text":[]}]"""] },
        { "a voice mode that is a number", ["""42/sdk,["start_voice",{"turn_mode":7}]"""] },
        { "a voice mode nobody knows", ["""42/sdk,["start_voice",{"turn_mode":"shouting"}]"""] },
        { "an interrupt of nothing", ["""42/sdk,["client_interrupt",{"message_id":"msg_zz"}]"""] },
        { "an interrupt with a list", ["""42/sdk,["client_interrupt",[]]"""] },
        { "a completion of nothing", ["""42/sdk,["audio_playback_complete",{"message_id":"livekit-audio"}]"""] },
        { "a completion that is a text", ["""42/sdk,["audio_playback_complete","x"]"""] },
        { "a picture without a picture", ["""42/sdk,["camera_image",{"mime_type":"image/png"}]"""] },
        { "somebody else's credentials", ["""42/sdk,["authenticate",{"api_key":"x","character_id":"y","player_id":"z"}]"""] },
        { "credentials that are a list", ["""42/sdk,["authenticate",[1]]"""] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_protocol_closes_that_connection_alone(string what, string[] messages)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Still here.";
        var neighbour = await fixture.ConnectAsync("bob");
        var client = await fixture.ConnectAsync();
        foreach (var message in messages)
        {
            await SendAsync(client, message);
        }

        await client.Closed;
        what.ShouldNotBeEmpty();
        await TalksAsync(neighbour);

        // The player comes back to the same conversation.
        var again = await fixture.ConnectAsync();
        again.Info.GetProperty("conversation_id").GetString().ShouldBe(client.Info.GetProperty("conversation_id").GetString());
        await TalksAsync(again);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_event_costs_at_most_an_error(string what, string[] messages)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Still here.";
        var neighbour = await fixture.ConnectAsync("bob");
        var client = await fixture.ConnectAsync();
        foreach (var message in messages)
        {
            await SendAsync(client, message);
        }

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
            foreach (var (what, messages) in Rows(Broken).Where(row => row.What != OwnChoice))
            {
                (await LivesAsync(address, messages)).ShouldBeFalse(what);
            }

            foreach (var (what, messages) in Rows(Wrong))
            {
                (await LivesAsync(address, messages)).ShouldBeTrue(what);
            }
        }
    }

    [Fact]
    public async Task A_text_beyond_the_limit_is_refused_by_its_length()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Still here.";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", $$"""{"text":"{{new string('x', 1_200_000)}}","textOnly":true}""");
        var error = await client.EventAsync("error");
        error.GetProperty("message").GetString()!.ShouldNotContain("xxx");
        await TalksAsync(client);
    }

    [Fact]
    public async Task More_than_a_megabyte_of_audio_in_one_event_is_heard_as_far_as_it_fits()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Still here.";
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        await client.EmitAsync("stream_audio", $$"""{"audio":"{{Convert.ToBase64String(new byte[3_000_000])}}"}""");
        (await client.AskAsync("update_preferences")).ShouldBeEmpty();
        await stream.WaitForSamplesAsync(16_000, Cancel);
        await TalksAsync(client);
    }

    [Fact]
    public async Task A_message_beyond_maxPayload_closes_that_connection_alone()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Still here.";
        var neighbour = await fixture.ConnectAsync("bob");
        var client = await fixture.ConnectAsync();
        await SendAsync(client, $$"""42/sdk,["camera_image",{"image":"{{new string('A', 18 * 1024 * 1024)}}","mime_type":"image/png"}]""");
        await client.Closed;
        await TalksAsync(neighbour);
    }

    [Fact]
    public async Task A_flood_slows_its_sender_and_nobody_else()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Still here.";
        var neighbour = await fixture.ConnectAsync("bob");
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
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
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
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
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
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
}
