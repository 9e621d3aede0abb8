namespace Parley.Server.Tests.Estuary;

public sealed class ConnectTests
{
    [Fact]
    public async Task Credentials_in_the_connect_packet_open_a_session()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync(query: "&auth=", more: ""","token":"","enable_animation":false""");

        client.Info.GetProperty("character_id").GetString().ShouldBe(EstuaryFixture.Character.ToString());
        client.Info.GetProperty("player_id").GetString().ShouldBe("ann");
        client.Info.EnumerateObject().Select(p => p.Name).ShouldBe(["session_id", "conversation_id", "character_id", "player_id"]);
    }

    [Fact]
    public async Task Credentials_in_an_event_open_a_session_and_say_the_same_twice()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.OpenAsync();
        await client.SendAsync("40/sdk,");
        (await client.NextPacketAsync()).ShouldStartWith("40/sdk,");
        await client.EmitAsync("text", """{"text":"too early"}""");
        (await client.EventAsync("error")).GetProperty("error").GetString().ShouldBe("not_authenticated");
        await client.EmitAsync("authenticate", EstuaryFixture.Auth());
        var info = await client.EventAsync("session_info");

        await client.EmitAsync("authenticate", EstuaryFixture.Auth());
        (await client.EventAsync("session_info")).ToString().ShouldBe(info.ToString());
        await client.EmitAsync("authenticate", EstuaryFixture.Auth("bob"));
        (await client.EventAsync("error")).GetProperty("error").GetString().ShouldBe("already_authenticated");
    }

    [Theory]
    [InlineData("""{"api_key":"x","player_id":"ann"}""", "character_id")]
    [InlineData("""{"api_key":"x","character_id":"7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7eff","player_id":"ann"}""", "no character")]
    [InlineData("""{"api_key":"x","character_id":"7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01"}""", "player_id")]
    [InlineData("""{"api_key":"x","character_id":{},"player_id":"ann"}""", "malformed")]
    public async Task Refused_connections_linger_inert_and_then_end(string auth, string says)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.OpenAsync();
        await client.SendAsync("40/sdk," + auth);
        (await client.NextPacketAsync()).ShouldStartWith("40/sdk,");
        var error = (await client.EventAsync("auth_error")).GetProperty("error").GetString()!;
        error.ShouldContain(says);
        error.ShouldNotContain("\"");
        (await client.AskAsync("text", """{"text":"hi"}""")).ShouldBeEmpty();

        await fixture.PassAsync(client, TimeSpan.FromSeconds(61));
        (await client.NextPacketAsync()).ShouldBe("41/sdk,");
        await client.Closed;
    }

    [Fact]
    public async Task Without_credentials_the_connection_ends_after_15_seconds()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.OpenAsync();
        await client.SendAsync("40/sdk,");
        (await client.NextPacketAsync()).ShouldStartWith("40/sdk,");
        fixture.Time.Advance(TimeSpan.FromSeconds(16));

        await client.EventAsync("auth_error");
        (await client.NextPacketAsync()).ShouldBe("41/sdk,");
    }

    [Theory]
    [InlineData("40", "44")]
    [InlineData("40/sim-v1,{}", "44/sim-v1,")]
    public async Task Other_namespaces_are_refused(string connect, string refusal)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.OpenAsync();
        await client.SendAsync(connect);
        (await client.NextPacketAsync()).ShouldBe(refusal + """{"message":"Invalid namespace"}""");
    }

    [Fact]
    public async Task An_idle_session_is_told_and_then_disconnected()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await fixture.PassAsync(client, TimeSpan.FromSeconds(601));

        var timeout = await client.EventAsync("session_timeout");
        timeout.GetProperty("reason").GetString().ShouldBe("inactivity");
        timeout.GetProperty("timeout_seconds").GetInt32().ShouldBe(600);
        (await client.NextPacketAsync()).ShouldBe("41/sdk,");
        await client.Closed;
    }

    [Fact]
    public async Task A_second_connection_of_the_player_has_the_same_conversation()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Hello you two.";
        var first = await fixture.ConnectAsync();
        var second = await fixture.ConnectAsync();
        second.Info.GetProperty("conversation_id").GetString().ShouldBe(first.Info.GetProperty("conversation_id").GetString());
        second.Info.GetProperty("session_id").GetString().ShouldNotBe(first.Info.GetProperty("session_id").GetString());
        await second.EmitAsync("text", """{"text":"hi","textOnly":true}""");

        (await first.AnswerAsync(spoken: false))[^1][1].GetProperty("text").GetString().ShouldBe("Hello you two.");
        (await second.AnswerAsync(spoken: false))[^1][1].GetProperty("text").GetString().ShouldBe("Hello you two.");
    }

    [Fact]
    public async Task Bad_events_get_one_error_and_nothing_else_is_lost()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Still here.";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":7}""");
        await client.EmitAsync("text", "[]");
        await client.EmitAsync("stream_audio", """{"audio":{}}""");
        await client.EmitAsync("nobody_knows_this", "1");
        await client.EmitAsync("camera_image", "{}");
        await client.EmitAsync("text", """{"text":"hi","textOnly":true}""");

        (await client.EventAsync("error")).GetProperty("error").GetString().ShouldBe("invalid_message");
        (await client.AnswerAsync(spoken: false))[^1][1].GetProperty("text").GetString().ShouldBe("Still here.");
    }

    [Fact]
    public async Task Used_up_messages_block_the_message_and_not_the_session()
    {
        await using var fixture = await EstuaryFixture.StartAsync(new() { MessagesPerHour = 1 });
        fixture.Replies.Answer = (_, _) => "One.";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        await client.AnswerAsync(spoken: false);
        await client.EmitAsync("text", """{"text":"again","textOnly":true}""");
        var quota = await client.EventAsync("quota_exceeded");

        (quota.GetProperty("current").GetInt32(), quota.GetProperty("limit").GetInt32(), quota.GetProperty("remaining").GetInt32()).ShouldBe((1, 1, 0));
        (await client.AskAsync("update_preferences", "{}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task LiveKit_is_answered_as_unavailable()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("livekit_token");
        (await client.EventAsync("livekit_error")).GetProperty("error").GetString()!.ShouldContain("websocket");
    }
}
