namespace Parley.Server.Tests.Estuary;

/// <summary><c>camera_image</c> on a server without an engine that can see: an ordinary turn that says so.</summary>
public sealed class CameraTests
{
    [Theory]
    [InlineData("""{"image":"/9j/4AAQSkZJRg==","mime_type":"image/jpeg","request_id":"r1","text":"What is this?"}""")]
    [InlineData("""{"image":"/9j/4AAQSkZJRg==","mimeType":"image/jpeg","text":"What is this?"}""")]
    [InlineData("""{"image":"/9j/4AAQSkZJRg==","format":"jpeg","text":"What is this?","sample_rate":24000}""")]
    public async Task It_is_answered_honestly_and_aloud(string payload)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("camera_image", payload);
        await CheckAsync(fixture, client);
    }

    [Fact]
    public async Task A_picture_as_attachment_is_taken_too()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.SendAsync("""451-/sdk,["camera_image",{"image":{"_placeholder":true,"num":0},"mime_type":"image/png","text":"What is this?"}]""");
        await client.SendBinaryAsync(new byte[200_000]);
        await CheckAsync(fixture, client);
    }

    [Fact]
    public async Task Pictures_of_megabytes_are_no_trouble()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("camera_image", $$"""{"image":"{{new string('A', 12 * 1024 * 1024)}}","mime_type":"image/png","text":"What is this?"}""");
        await CheckAsync(fixture, client);
    }

    private static async Task CheckAsync(EstuaryFixture fixture, EstuarySocket client)
    {
        var events = await client.AnswerAsync(spoken: true);
        var final = events.Single(e => e[0].GetString() == "bot_response" && e[1].GetProperty("is_final").GetBoolean())[1];
        final.GetProperty("text").GetString()!.ShouldContain("cannot see");
        events.Where(e => e[0].GetString() == "bot_voice").ShouldAllBe(e => e[1].GetProperty("sample_rate").GetInt32() == 16_000);

        // What was asked with it is part of the conversation.
        fixture.Replies.Answer = (messages, _) => messages.Any(m => m.Text.Contains("What is this?")) ? "You asked." : "You did not.";
        await client.EmitAsync("text", """{"text":"What did I ask?","textOnly":true}""");
        (await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean() && e.GetProperty("text").GetString()!.StartsWith("You"))).GetProperty("text").GetString().ShouldBe("You asked.");
    }
}
