using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.Captions;

public class LiveCaptionsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Partials_replace_the_interim_line_and_finals_commit_it()
    {
        using var file = new StringWriter();
        await using var captions = new LiveCaptions(_service.Stt, new CaptionWriter(file, CaptionFormat.Vtt, leaveOpen: true));
        var lines = new List<string>();
        captions.InterimChanged += lines.Add;
        var session = await StartAsync(captions, new short[16_000]);
        session.Init.GetProperty("enable_timestamps").GetBoolean().ShouldBeTrue();
        captions.StartedAt.ShouldBe(_service.Clock.GetUtcNow());
        await session.SendAsync("""{"type":"transcript","text":"hel","is_final":false,"offset":100,"duration":200}""", Token);
        await session.SendAsync("""{"type":"transcript","text":"hello th","is_final":false,"offset":100,"duration":400}""", Token);
        await session.SendAsync("""{"type":"transcript","text":"Hello there.","is_final":true,"offset":100,"duration":600,"language":"en","confidence":0.9}""", Token);
        await session.SendAsync("""{"type":"transcript","text":" ","is_final":true,"offset":800,"duration":100}""", Token);
        await StopAsync(captions, session);

        lines.ShouldBe(["hel", "hello th", "", ""]);
        captions.Interim.ShouldBeEmpty();
        var caption = captions.Captions.ShouldHaveSingleItem();
        (caption.Start, caption.End, caption.Text, caption.Language).ShouldBe((TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(700), "Hello there.", "en"));
        captions.Text.ShouldBe("Hello there.");
        file.ToString().ShouldBe("WEBVTT\n\n00:00:00.100 --> 00:00:00.700\nHello there.\n\n");
    }

    [Fact]
    public async Task Times_never_go_back_across_a_flush_and_a_reconnect()
    {
        using var file = new StringWriter();
        await using var captions = new LiveCaptions(_service.Stt, new CaptionWriter(file, CaptionFormat.Srt, leaveOpen: true));
        var events = new EventLog(captions.Client, Token);
        var session = await StartAsync(captions, new short[16_000]);
        await ReadAudioAsync(session, 16_000);
        await session.SendAsync("""{"type":"transcript","text":"One.","is_final":true,"offset":100,"duration":600}""", Token);
        var flushing = captions.Client.FlushAsync(Token);
        (await session.NextAsync(Token)).GetProperty("type").GetString().ShouldBe("command");
        await session.SendAsync("""{"type":"flush_done","request_id":"r"}""", Token);
        await flushing.WaitAsync(Deadline, Token);
        await captions.Client.SendAudioAsync(new short[8_000], Token);
        await ReadAudioAsync(session, 8_000);
        await session.SendAsync("""{"type":"transcript","text":"Two.","is_final":true,"offset":100,"duration":200}""", Token);
        await events.NextAsync<FlushDone>();
        await events.NextAsync<FinalTranscript>();
        session.Peer.Cut();

        var again = await _service.ReacceptAsync(TimeSpan.FromSeconds(1), Token);
        await events.NextAsync<Reconnected>();
        await ReadAudioAsync(again, 3_200);
        await again.SendAsync("""{"type":"transcript","text":"Three.","is_final":true,"offset":0,"duration":100}""", Token);
        await StopAsync(captions, again);

        captions.Captions.Select(c => (c.Text, (int)c.Start.TotalMilliseconds, (int)c.End.TotalMilliseconds))
            .ShouldBe([("One.", 100, 700), ("Two.", 1_100, 1_300), ("Three.", 1_300, 1_400)]);
        file.ToString().ShouldContain("3\r\n00:00:01,300 --> 00:00:01,400\r\nThree.");
    }

    private async Task<ScriptedSession> StartAsync(LiveCaptions captions, short[] audio)
    {
        var starting = captions.StartAsync(new ArraySource(16_000, audio, thenWait: true), Token);
        var session = await _service.AcceptAsync(Token);
        await starting.WaitAsync(Deadline, Token);
        return session;
    }

    private static async Task ReadAudioAsync(ScriptedSession session, int samples)
    {
        while (samples > 0)
        {
            samples -= (await session.NextAudioAsync(Token)).Length;
        }
    }

    private static async Task StopAsync(LiveCaptions captions, ScriptedSession session)
    {
        var stopping = captions.StopAsync(Token);
        while ((await session.NextAsync(Token)).GetProperty("type").GetString() != "command")
        {
        }

        await session.SendAsync("""{"type":"flush_done","request_id":"r"}""", Token);
        await stopping.WaitAsync(Deadline, Token);
    }
}
