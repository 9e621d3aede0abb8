using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.SpeechToText;

public class TranscriptTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_documented_transcript_is_read_whole()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await session.SendAsync(
            """
            {"type":"transcript","request_id":"req_1234567890","text":"Hello, this is a test message.","is_final":true,"language":"en",
             "confidence":0.95,"offset":0,"duration":2500,"words":[{"word":"hello","offset":0,"duration":500,"confidence":0.98}]}
            """,
            Token);
        var final = await events.NextAsync<FinalTranscript>();
        final.Text.ShouldBe("Hello, this is a test message.");
        final.Language.ShouldBe("en");
        final.Confidence.ShouldBe(0.95);
        final.RequestId.ShouldBe("req_1234567890");
        (final.Start, final.End).ShouldBe((TimeSpan.Zero, TimeSpan.FromSeconds(2.5)));
        final.Words.ShouldHaveSingleItem().ShouldBe(new TimedWord("hello", TimeSpan.Zero, TimeSpan.FromSeconds(0.5), 0.98));
    }

    [Fact]
    public async Task Times_run_on_across_flushes()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { EnableTimestamps = true });
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await client.SendAudioAsync(SendingTests.Ramp(8_000), Token);
        var first = client.FlushAsync(Token);
        await client.SendAudioAsync(SendingTests.Ramp(4_800), Token);
        var second = client.FlushAsync(Token);
        await ReadUntilFlushesAsync(session, 2);

        // The first session's final comes before its flush_done although the second flush was sent already.
        await session.SendAsync("""{"type":"transcript","text":"one","is_final":true,"offset":100,"duration":300}""", Token);
        await session.SendAsync("""{"type":"flush_done","request_id":"req_1"}""", Token);
        await first.WaitAsync(Deadline, Token);
        await session.SendAsync("""{"type":"transcript","text":"tw","is_final":false,"offset":100,"duration":50}""", Token);
        await session.SendAsync("""{"type":"transcript","text":"two","is_final":true,"offset":100,"duration":150,"words":[{"word":"two","offset":120,"duration":100}]}""", Token);
        await session.SendAsync("""{"type":"flush_done","request_id":"req_1"}""", Token);
        await second.WaitAsync(Deadline, Token);

        (await events.NextAsync<FinalTranscript>()).Start.ShouldBe(TimeSpan.FromMilliseconds(100));
        (await events.NextAsync<FlushDone>()).Position.ShouldBe(TimeSpan.FromMilliseconds(500));
        (await events.NextAsync<PartialTranscript>()).End.ShouldBe(TimeSpan.FromMilliseconds(650));
        var two = await events.NextAsync<FinalTranscript>();
        (two.Start, two.End).ShouldBe((TimeSpan.FromMilliseconds(600), TimeSpan.FromMilliseconds(750)));
        two.Words.ShouldHaveSingleItem().Start.ShouldBe(TimeSpan.FromMilliseconds(620));
        (await events.NextAsync<FlushDone>()).Position.ShouldBe(TimeSpan.FromMilliseconds(800));
    }

    [Fact]
    public async Task A_flush_without_an_answer_times_out_and_the_client_goes_on()
    {
        var limit = TimeSpan.FromSeconds(7);
        await using var client = new SpeechToTextClient(_service.Stt with { FlushTimeout = limit });
        var session = await _service.ConnectAsync(client, Token);
        var flushing = client.FlushAsync(Token);
        await session.NextAsync(Token);
        await _service.Clock.WaitForTimerAsync(limit, Token);
        _service.Clock.Advance(limit);
        await Should.ThrowAsync<TimeoutException>(flushing.WaitAsync(Deadline, Token));
        client.State.ShouldBe(Parley.Realtime.ConnectionState.Connected);
    }

    [Fact]
    public async Task Transcribing_a_source_ends_with_its_flush()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var texts = new List<string>();
        var transcribing = Task.Run(
            async () =>
            {
                await foreach (var transcript in client.TranscribeAsync(new ArraySource(16_000, new short[2_000]), Token))
                {
                    texts.Add((transcript is FinalTranscript ? "final " : "partial ") + transcript.Text);
                }
            },
            Token);
        await ReadUntilFlushesAsync(session, 1);
        await session.SendAsync("""{"type":"transcript","text":"hel","is_final":false,"offset":0,"duration":50}""", Token);
        await session.SendAsync("""{"type":"transcript","text":"Hello.","is_final":true,"offset":0,"duration":100}""", Token);
        await session.SendAsync("""{"type":"flush_done","request_id":"req_1"}""", Token);
        await transcribing.WaitAsync(Deadline, Token);
        texts.ShouldBe(["partial hel", "final Hello."]);
    }

    [Fact]
    public async Task Transcribing_over_a_lost_connection_ends_with_the_reason()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { Reconnect = Parley.Realtime.ReconnectPolicy.None });
        var session = await _service.ConnectAsync(client, Token);
        var transcribing = Task.Run(
            async () =>
            {
                await foreach (var _ in client.TranscribeAsync(new ArraySource(16_000, new short[2_000]), Token))
                {
                }
            },
            Token);
        await ReadUntilFlushesAsync(session, 1);
        session.Peer.Cut();
        await Should.ThrowAsync<Parley.Realtime.ConnectionException>(transcribing.WaitAsync(Deadline, Token));
    }

    [Fact]
    public async Task A_language_models_text_grows_and_is_replaced()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { LlmPrompt = "tidy up" });
        var session = await _service.ConnectAsync(client, Token);
        session.Init.GetProperty("enable_llm_transform").GetBoolean().ShouldBeTrue();
        var events = new EventLog(client, Token);
        await session.SendAsync("""{"type":"llm","delta":"Ti","is_final":false,"request_id":"r"}""", Token);
        await session.SendAsync("""{"type":"llm","delta":"dy.","is_final":false,"request_id":"r"}""", Token);
        await session.SendAsync("""{"type":"llm","text":"Tidied.","is_final":true,"request_id":"r"}""", Token);
        (await events.NextAsync<LlmText>()).Text.ShouldBe("Ti");
        (await events.NextAsync<LlmText>()).Text.ShouldBe("Tidy.");
        (await events.NextAsync<LlmText>()).ShouldBe(new LlmText("Tidied.", true, null));
    }

    internal static async Task<int> ReadUntilFlushesAsync(ScriptedSession session, int flushes)
    {
        var samples = 0;
        while (flushes > 0)
        {
            var message = await session.NextAsync(Token);
            if (message.GetProperty("type").GetString() == "audio")
            {
                samples += message.GetProperty("data").GetBytesFromBase64().Length / 2;
            }
            else
            {
                flushes--;
            }
        }

        return samples;
    }
}
