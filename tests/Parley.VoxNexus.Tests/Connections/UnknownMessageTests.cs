using System.Text;
using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.Connections;

public class UnknownMessageTests
{
    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"type":"weather","sun":true}""", "weather")]
    [InlineData("""{"no_type":1}""", "")]
    [InlineData("not json", "")]
    [InlineData("[]", "")]
    public async Task It_is_shown_raw_and_the_connection_lives_on(string message, string type)
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await session.SendAsync(message, Token);
        await session.SendAsync("""{"type":"transcript","text":"still here","is_final":true,"offset":0.0,"duration":12.6,"later":null}""", Token);

        var unknown = await events.NextAsync<UnknownMessage>();
        unknown.Type.ShouldBe(type);
        Encoding.UTF8.GetString(unknown.Json.Span).ShouldBe(message);
        var final = await events.NextAsync<FinalTranscript>();
        final.Text.ShouldBe("still here");
        final.End.ShouldBe(TimeSpan.FromMilliseconds(13));
    }
}
