using Parley.Realtime;
using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.SpeechToText;

public class SendingTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(333)]
    [InlineData(1_599)]
    [InlineData(1_600)]
    [InlineData(8_192)]
    public async Task Any_size_goes_out_in_even_pieces_and_a_flush_sends_the_rest(int size)
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var samples = Ramp(4_000);
        for (var at = 0; at < samples.Length; at += size)
        {
            await client.SendAudioAsync(samples.AsMemory(at, Math.Min(size, samples.Length - at)), Token);
        }

        var flushing = client.FlushAsync(Token);
        (await session.NextAudioAsync(Token)).ShouldBe(samples[..1_600]);
        (await session.NextAudioAsync(Token)).ShouldBe(samples[1_600..3_200]);
        (await session.NextAudioAsync(Token)).ShouldBe(samples[3_200..]);
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"command","command":"flush"}""");
        flushing.IsCompleted.ShouldBeFalse();
        await session.SendAsync("""{"type":"flush_done","request_id":"req_1"}""", Token);
        await flushing.WaitAsync(Deadline, Token);
        client.Position.ShouldBe(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task A_flush_may_be_answered_before_its_sending_returns()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var answering = Task.Run(
            async () =>
            {
                while (await session.NextTextAsync(Token) is not null)
                {
                    await session.SendAsync("""{"type":"flush_done","request_id":"req_1"}""", Token);
                }
            },
            Token);
        for (var i = 0; i < 1_000; i++)
        {
            await client.FlushAsync(Token).WaitAsync(Deadline, Token);
        }

        answering.IsFaulted.ShouldBeFalse();
    }

    [Fact]
    public async Task Odd_bytes_wait_for_their_other_half()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        await client.SendAudioAsync(new byte[] { 1 }, Token);
        await client.SendAudioAsync(new byte[] { 0, 2, 0, 3 }, Token);
        await client.SendAudioAsync(new byte[] { 0 }, Token);
        _ = client.FlushAsync(Token);
        (await session.NextAudioAsync(Token)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_source_at_another_rate_is_resampled()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        await client.SendAudioAsync(new ArraySource(48_000, new short[4_800]), Token);
        _ = client.FlushAsync(Token);
        (await session.NextAudioAsync(Token)).Length.ShouldBe(1_600);
    }

    [Fact]
    public async Task Binary_audio_is_raw()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { BinaryAudio = true });
        var session = await _service.ConnectAsync(client, Token);
        await client.SendAudioAsync(Ramp(1_600), Token);
        (await session.NextBinaryAsync(Token)).Length.ShouldBe(3_200);
    }

    [Fact]
    public async Task The_configuration_is_sent_as_the_service_documents_it()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { Language = "zh-CN", EnableTimestamps = true });
        var session = await _service.ConnectAsync(client, Token);
        session.Init.GetRawText().ShouldBe(
            """{"type":"init","language":"zh-CN","format":"pcm","sample_rate":16000,"enable_timestamps":true,"enable_language_detection":false}""");
    }

    [Fact]
    public async Task Pacing_keeps_its_deadlines_and_sends_the_first_piece_at_once()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { Pace = 2 });
        var session = await _service.ConnectAsync(client, Token);
        await client.SendAudioAsync(Ramp(4_800), Token);
        (await session.NextAudioAsync(Token))[0].ShouldBe((short)0);
        for (var i = 1; i < 3; i++)
        {
            await _service.Clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(50), Token);
            _service.Clock.Advance(TimeSpan.FromMilliseconds(50));
            (await session.NextAudioAsync(Token))[0].ShouldBe((short)(i * 1_600));
        }

    }

    [Fact]
    public async Task A_full_backlog_makes_the_caller_wait()
    {
        var service = new ScriptedService();
        await using var client = new SpeechToTextClient(service.Stt with { MaxBacklog = TimeSpan.FromSeconds(1), Pace = 1 });
        var session = await service.ConnectAsync(client, Token);
        var sending = client.SendAudioAsync(Ramp(32_000), Token).AsTask();
        await session.NextAudioAsync(Token);
        sending.IsCompleted.ShouldBeFalse();
        while (!sending.IsCompleted)
        {
            await service.Clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(100), Token);
            service.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await session.NextAudioAsync(Token);
        }

        await sending;
    }

    [Fact]
    public async Task A_full_backlog_may_fail_the_call_and_takes_nothing()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { MaxBacklog = TimeSpan.FromSeconds(1), BacklogPolicy = BacklogPolicy.Fail, Pace = 1 });
        var session = await _service.ConnectAsync(client, Token);
        await client.SendAudioAsync(Ramp(1_600), Token);
        await session.NextAudioAsync(Token);
        await client.SendAudioAsync(Ramp(14_400), Token);
        await Should.ThrowAsync<SlowConsumerException>(async () => await client.SendAudioAsync(Ramp(3_200), Token));
        client.Position.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_full_backlog_may_drop_the_oldest_and_times_stay_true()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { MaxBacklog = TimeSpan.FromSeconds(1), BacklogPolicy = BacklogPolicy.DropOldest, Pace = 1 });
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await client.SendAudioAsync(Ramp(1_600), Token);
        await session.NextAudioAsync(Token);
        await client.SendAudioAsync(Ramp(32_000, from: 1_600), Token);
        var lost = await events.NextAsync<AudioLost>();
        var duration = lost.Duration;
        lost.Start.ShouldBe(TimeSpan.FromMilliseconds(100));
        while (duration < TimeSpan.FromSeconds(1))
        {
            duration += (await events.NextAsync<AudioLost>()).Duration;
        }

        duration.ShouldBe(TimeSpan.FromSeconds(1));
        await _service.Clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(100), Token);
        _service.Clock.Advance(TimeSpan.FromMilliseconds(100));
        (await session.NextAudioAsync(Token))[0].ShouldBe(unchecked((short)17_600));

        // 100 ms were sent before the gap of one second: what the service calls 150 ms is the caller's 1.15 s.
        await session.SendAsync("""{"type":"transcript","text":"after","is_final":true,"offset":150,"duration":20}""", Token);
        (await events.NextAsync<FinalTranscript>()).Start.ShouldBe(TimeSpan.FromMilliseconds(1_150));
    }

    [Fact]
    public async Task The_level_of_the_input_is_shown()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        await client.SendAudioAsync(new short[1_600], Token);
        client.InputLevel.ShouldBe(Parley.Audio.Levels.AudioLevel.Silence);
        await client.SendAudioAsync(Ramp(1_600), Token);
        client.InputLevel.Peak.ShouldBeGreaterThan(0);
    }

    internal static short[] Ramp(int count, int from = 0) => [.. Enumerable.Range(from, count).Select(i => unchecked((short)i))];
}
