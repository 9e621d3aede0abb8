using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.SpeechToText;

public class ReconnectTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audio_after_the_last_final_is_sent_again_and_nothing_before_it()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var samples = SendingTests.Ramp(9_600);
        await client.SendAudioAsync(samples.AsMemory(0, 6_400), Token);
        for (var i = 0; i < 4; i++)
        {
            await session.NextAudioAsync(Token);
        }

        await session.SendAsync("""{"type":"transcript","text":"one","is_final":true,"offset":50,"duration":100}""", Token);
        await events.NextAsync<FinalTranscript>();
        session.Peer.Cut();
        await events.NextAsync<Reconnecting>();
        await client.SendAudioAsync(samples.AsMemory(6_400), Token);

        var again = await _service.ReacceptAsync(FirstDelay, Token);
        var flushing = client.FlushAsync(Token);
        var received = new List<short>();
        while (received.Count < 7_200)
        {
            received.AddRange(await again.NextAudioAsync(Token));
        }

        received.ShouldBe(samples[2_400..]);
        (await again.NextAsync(Token)).GetProperty("type").GetString().ShouldBe("command");
        await again.SendAsync("""{"type":"transcript","text":"two","is_final":true,"offset":100,"duration":200}""", Token);
        var two = await events.NextAsync<FinalTranscript>();
        (two.Start, two.End).ShouldBe((TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(450)));
        await again.SendAsync("""{"type":"flush_done","request_id":"req_2"}""", Token);
        await flushing.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task A_flush_that_was_not_answered_is_sent_again_at_its_place()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var samples = SendingTests.Ramp(3_000);
        await client.SendAudioAsync(samples.AsMemory(0, 1_000), Token);
        var flushing = client.FlushAsync(Token);
        (await TranscriptTests.ReadUntilFlushesAsync(session, 1)).ShouldBe(1_000);
        await client.SendAudioAsync(samples.AsMemory(1_000), Token);
        session.Peer.Cut();
        await events.NextAsync<Reconnecting>();

        var again = await _service.ReacceptAsync(FirstDelay, Token);
        (await again.NextAudioAsync(Token)).ShouldBe(samples[..1_000]);
        (await again.NextAsync(Token)).GetProperty("command").GetString().ShouldBe("flush");
        (await again.NextAudioAsync(Token)).ShouldBe(samples[1_000..2_600]);
        flushing.IsCompleted.ShouldBeFalse();
        await again.SendAsync("""{"type":"transcript","text":"one","is_final":true,"offset":0,"duration":50}""", Token);
        await again.SendAsync("""{"type":"flush_done","request_id":"req_2"}""", Token);
        await flushing.WaitAsync(Deadline, Token);
        (await events.NextAsync<FlushDone>()).Position.ShouldBe(TimeSpan.FromMilliseconds(62.5));
    }

    [Fact]
    public async Task A_live_source_goes_on_and_what_passes_the_memory_is_reported_as_lost()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { ReplayWindow = TimeSpan.FromSeconds(1), MaxBacklog = TimeSpan.FromSeconds(1), BacklogPolicy = BacklogPolicy.DropOldest });
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await client.SendAudioAsync(SendingTests.Ramp(1_600), Token);
        await session.NextAudioAsync(Token);
        session.Peer.Cut();
        await events.NextAsync<Reconnecting>();
        for (var i = 0; i < 30; i++)
        {
            await client.SendAudioAsync(SendingTests.Ramp(1_600, from: 1_600 * (i + 1)), Token);
        }

        var again = await _service.ReacceptAsync(FirstDelay, Token);
        var lost = await events.NextAsync<AudioLost>();
        lost.Start.ShouldBe(TimeSpan.FromMilliseconds(100));
        for (var duration = lost.Duration; duration < TimeSpan.FromSeconds(1);)
        {
            duration += (await events.NextAsync<AudioLost>()).Duration;
            duration.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
        }

        (await again.NextAudioAsync(Token))[0].ShouldBe(unchecked((short)((31 * 1_600) - 32_000)));
        await again.SendAsync("""{"type":"transcript","text":"late","is_final":true,"offset":0,"duration":100}""", Token);
        (await events.NextAsync<FinalTranscript>()).Start.ShouldBe(TimeSpan.FromMilliseconds(1_100));
    }

    [Fact]
    public async Task A_file_waits_for_the_connection_and_loses_nothing()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { ReplayWindow = TimeSpan.FromSeconds(1), MaxBacklog = TimeSpan.FromSeconds(1) });
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var samples = SendingTests.Ramp(64_000);
        await client.SendAudioAsync(samples.AsMemory(0, 1_600), Token);
        await session.NextAudioAsync(Token);
        session.Peer.Cut();
        await events.NextAsync<Reconnecting>();
        var sending = client.SendAudioAsync(samples.AsMemory(1_600), Token).AsTask();

        var again = await _service.ReacceptAsync(FirstDelay, Token);
        var received = new List<short>();
        while (received.Count < samples.Length)
        {
            received.AddRange(await again.NextAudioAsync(Token));
        }

        received.ShouldBe(samples);
        await sending.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task A_lost_utterance_counts_as_lost_from_its_beginning()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { ReplayWindow = TimeSpan.FromMilliseconds(200) });
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await client.SendAudioAsync(SendingTests.Ramp(9_600), Token);
        for (var i = 0; i < 6; i++)
        {
            await session.NextAudioAsync(Token);
        }

        await session.SendAsync("""{"type":"transcript","text":"half a sen","is_final":false,"offset":150,"duration":400}""", Token);
        await events.NextAsync<PartialTranscript>();
        session.Peer.Cut();
        var again = await _service.ReacceptAsync(FirstDelay, Token);
        var lost = await events.NextAsync<AudioLost>();
        (lost.Start, lost.Duration).ShouldBe((TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(250)));
    }

    [Fact]
    public async Task Giving_up_fails_flushes_and_sending()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { Reconnect = Parley.Realtime.ReconnectPolicy.None });
        var session = await _service.ConnectAsync(client, Token);
        var flushing = client.FlushAsync(Token);
        await session.NextAsync(Token);
        session.Peer.Cut();
        await Should.ThrowAsync<Parley.Realtime.ConnectionException>(flushing.WaitAsync(Deadline, Token));
        await Should.ThrowAsync<Parley.Realtime.ConnectionException>(async () => await client.SendAudioAsync(new short[1], Token));
        await Should.ThrowAsync<Parley.Realtime.ConnectionException>(client.FlushAsync(Token));
    }
}
