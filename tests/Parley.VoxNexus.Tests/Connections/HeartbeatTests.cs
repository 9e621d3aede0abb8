using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.Connections;

public class HeartbeatTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ping_goes_out_every_thirty_seconds()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        for (var i = 0; i < 3; i++)
        {
            _service.Clock.Advance(Beat);
            (await session.NextTextAsync(Token)).ShouldBe("""{"type":"ping"}""");
        }

    }

    [Fact]
    public async Task A_service_that_never_answers_pings_is_trusted()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        for (var i = 0; i < 20; i++)
        {
            _service.Clock.Advance(Beat);
            await session.NextTextAsync(Token);
        }

        client.State.ShouldBe(Parley.Realtime.ConnectionState.Connected);
    }

    [Fact]
    public async Task A_service_that_answered_and_fell_silent_is_given_up()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        _service.Clock.Advance(Beat);
        await session.NextTextAsync(Token);
        await session.SendAsync("""{"type":"pong"}""", Token);
        await session.SendAsync("""{"type":"marker"}""", Token);
        await events.NextAsync<UnknownMessage>();

        _service.Clock.Advance(Beat);
        _service.Clock.Advance(Beat);
        client.State.ShouldBe(Parley.Realtime.ConnectionState.Connected);
        _service.Clock.Advance(Beat);
        (await events.NextAsync<Reconnecting>()).Attempt.ShouldBe(1);
    }
}
