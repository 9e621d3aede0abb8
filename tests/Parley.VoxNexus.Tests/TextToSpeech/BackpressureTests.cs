using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.TextToSpeech;

public class BackpressureTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unread_audio_stops_the_reading_and_reading_starts_it_again()
    {
        await using var client = new TextToSpeechClient(_service.Tts with { MaxBufferedAudio = TimeSpan.FromSeconds(1) });
        var session = await _service.ConnectAsync(client, Token);
        var utterance = await client.SynthesizeAsync("Long.", Token);
        var second = new short[16_000];
        await session.SendAudioAsync(second, isFinal: false, Token);
        await session.SendAudioAsync(second, isFinal: false, Token);
        await session.SendAudioAsync(second, isFinal: true, Token);
        (await utterance.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).Length.ShouldBe(48_000);
    }

    [Fact]
    public async Task Disposing_an_utterance_frees_its_room_for_the_next()
    {
        await using var client = new TextToSpeechClient(_service.Tts with { MaxBufferedAudio = TimeSpan.FromSeconds(1) });
        var session = await _service.ConnectAsync(client, Token);
        var dropped = await client.SynthesizeAsync("Dropped.", Token);
        var kept = await client.SynthesizeAsync("Kept.", Token);
        var second = new short[16_000];
        await session.SendAudioAsync(second, isFinal: false, Token);
        await dropped.DisposeAsync();
        await session.SendAudioAsync(second, isFinal: false, Token);
        await session.SendAudioAsync(second, isFinal: true, Token);
        await session.SendAudioAsync([5], isFinal: true, Token);
        (await kept.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([5]);
    }

    [Fact]
    public async Task Closing_does_not_wait_for_audio_that_nobody_reads()
    {
        var client = new TextToSpeechClient(_service.Tts with { MaxBufferedAudio = TimeSpan.FromSeconds(1) });
        var session = await _service.ConnectAsync(client, Token);
        var utterance = await client.SynthesizeAsync("Long.", Token);
        for (var i = 0; i < 3; i++)
        {
            await session.SendAudioAsync(new short[16_000], isFinal: false, Token);
        }

        var disposing = client.DisposeAsync().AsTask();
        await session.Closed.WaitAsync(Deadline, Token);
        await disposing.WaitAsync(Deadline, Token);
        await Should.ThrowAsync<Parley.Realtime.ConnectionException>(utterance.Completion);
    }

    [Fact]
    public async Task Only_so_many_utterances_are_under_way()
    {
        await using var client = new TextToSpeechClient(_service.Tts with { MaxPendingUtterances = 2 });
        var session = await _service.ConnectAsync(client, Token);
        await client.SynthesizeAsync("1", Token);
        await client.SynthesizeAsync("2", Token);
        var third = client.SynthesizeAsync("3", Token);
        third.IsCompleted.ShouldBeFalse();
        await session.SendAudioAsync([1], isFinal: true, Token);
        await third.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task Closing_frees_whoever_waits_for_a_turn()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        await _service.ConnectAsync(client, Token);
        await client.BeginUtteranceAsync(Token);
        var waiting = client.SynthesizeAsync("Second.", Token);
        await client.CloseAsync(Token).WaitAsync(Deadline, Token);
        await Should.ThrowAsync<Parley.Realtime.ConnectionException>(waiting.WaitAsync(Deadline, Token));
    }
}
