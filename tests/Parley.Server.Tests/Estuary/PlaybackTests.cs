namespace Parley.Server.Tests.Estuary;

/// <summary>
/// How long the character counts as speaking (specification §4.6): seen by whether the next message interrupts it.
/// </summary>
public sealed class PlaybackTests
{
    // 1.6 s of speech: all of it is sent at once.
    private static readonly string Line = new string('a', 255) + ".";

    [Fact]
    public async Task Until_it_is_reported_a_message_interrupts()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        var id = await SpeakAsync(client);
        (await InterruptedAsync(fixture, client)).ShouldBe(id);
    }

    [Theory]
    [InlineData("""{"message_id":"ID"}""")]
    [InlineData("""{"messageId":"ID"}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"message_id":""}""")]
    public async Task A_report_for_it_or_for_the_current_one_ends_it(string payload)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        var id = await SpeakAsync(client);
        await client.AskAsync("audio_playback_complete", payload.Replace("ID", id, StringComparison.Ordinal));
        (await InterruptedAsync(fixture, client)).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"message_id":"msg_00000000000000000000000000000000"}""")]
    [InlineData("""{"message_id":"livekit-audio"}""")]
    [InlineData("""{"message_id":7}""")]
    public async Task A_report_for_another_does_not(string payload)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        var id = await SpeakAsync(client);
        await client.AskAsync("audio_playback_complete", payload);
        (await InterruptedAsync(fixture, client)).ShouldBe(id);
    }

    [Fact]
    public async Task The_line_before_reported_late_does_not_end_this_one()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        var first = await SpeakAsync(client);
        var second = await SpeakAsync(client);
        await client.AskAsync("audio_playback_complete", $$"""{"message_id":"{{first}}"}""");
        (await InterruptedAsync(fixture, client)).ShouldBe(second);
    }

    [Fact]
    public async Task A_client_that_never_reports_is_taken_to_have_played_it_when_its_time_has_passed()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        var id = await SpeakAsync(client);
        fixture.Time.Advance(TimeSpan.FromSeconds(1.4));
        await client.AskAsync("update_preferences");
        (await InterruptedAsync(fixture, client)).ShouldBe(id);

        var again = await SpeakAsync(client);
        fixture.Time.Advance(TimeSpan.FromSeconds(1.7));
        await client.AskAsync("update_preferences");
        (await InterruptedAsync(fixture, client)).ShouldNotBe(again);
    }

    [Fact]
    public async Task Speech_runs_two_seconds_ahead_of_being_played_and_no_further()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("say_line", $$"""{"text":"{{new string('a', 1_599)}}."}""");
        var samples = 0;
        await ReadAsync(2 * 16_000);
        (await client.AskAsync("update_preferences")).ShouldNotContain(e => e[0].GetString() == "bot_voice");
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await ReadAsync(3 * 16_000);
        (await client.AskAsync("update_preferences")).ShouldNotContain(e => e[0].GetString() == "bot_voice");

        async Task ReadAsync(int until)
        {
            // No further piece of 200 ms fits.
            while (samples <= until - 3_200)
            {
                var audio = (await client.FindAsync("bot_voice")).GetProperty("audio").GetBytesFromBase64();
                samples += audio.Length / 2;
            }

            samples.ShouldBeLessThanOrEqualTo(until);
        }
    }

    /// <summary>A line, all of whose speech has been sent.</summary>
    private static async Task<string> SpeakAsync(EstuarySocket client)
    {
        await client.EmitAsync("say_line", $$"""{"text":"{{Line}}"}""");
        return (await client.FindAsync("bot_voice", e => e.GetProperty("is_final").GetBoolean())).GetProperty("message_id").GetString()!;
    }

    /// <summary>Sends a message: what it interrupts, null for nothing.</summary>
    private static async Task<string?> InterruptedAsync(EstuaryFixture fixture, EstuarySocket client)
    {
        fixture.Replies.Answer = (_, _) => "Noted.";
        await client.EmitAsync("text", """{"text":"and now","textOnly":true}""");
        string? interrupted = null;
        while (true)
        {
            var told = await client.NextAsync();
            switch (told[0].GetString())
            {
                case "interrupt":
                    interrupted = told[1].GetProperty("message_id").GetString();
                    break;
                case "bot_response" when told[1].GetProperty("is_final").GetBoolean() && told[1].GetProperty("text").GetString() == "Noted.":
                    return interrupted;
                default:
                    break;
            }
        }
    }
}
