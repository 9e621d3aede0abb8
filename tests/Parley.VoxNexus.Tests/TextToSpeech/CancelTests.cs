using System.Threading.Channels;
using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.TextToSpeech;

public class CancelTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_knows_cancel_sends_no_more_of_it()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var first = await client.SynthesizeAsync("One.", Token);
        var second = await client.SynthesizeAsync("Two.", Token);
        await client.CancelAsync(Token);
        var third = await client.SynthesizeAsync("Three.", Token);

        first.Completion.IsCanceled.ShouldBeTrue();
        await Should.ThrowAsync<OperationCanceledException>(second.ReadToEndAsync(Token));
        await session.NextAsync(Token);
        await session.NextAsync(Token);
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"command","command":"cancel"}""");
        await session.SendAudioAsync([1], isFinal: false, Token);
        await session.SendAsync("""{"type":"cancelled","request_id":"req_1"}""", Token);
        await session.SendAudioAsync([3], isFinal: true, Token);
        (await third.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([3]);
    }

    [Theory]
    [InlineData("""{"type":"error","error":"unknown type","code":"UNKNOWN_MESSAGE_TYPE","request_id":"req_1"}""")]
    [InlineData("""{"type":"weather"}""")]
    public async Task A_service_that_does_not_know_cancel_is_waited_out(string answer)
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        await client.SynthesizeAsync("One.", Token);
        await client.CancelAsync(Token);
        var second = await client.SynthesizeAsync("Two.", Token);
        await session.SendAsync(answer, Token);
        await session.SendAudioAsync([1], isFinal: false, Token);
        await session.SendAudioAsync([1], isFinal: true, Token);
        await session.SendAudioAsync([2], isFinal: true, Token);
        (await second.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([2]);
    }

    [Fact]
    public async Task An_open_utterance_is_ended_by_its_own_frame()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var tokens = Channel.CreateUnbounded<string>();
        var open = await client.SynthesizeAsync(tokens.Reader.ReadAllAsync(Token), Token);
        tokens.Writer.TryWrite("A sentence. ");
        await session.NextAsync(Token);
        await client.CancelAsync(Token);

        // The text's source is let go although it never ends, and what was begun at the service is ended there.
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"command","command":"cancel"}""");
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"text","text":"","is_final":true}""");
        var next = await client.SynthesizeAsync("Next.", Token).WaitAsync(Deadline, Token);
        await session.SendAsync("""{"type":"cancelled","request_id":"req_1"}""", Token);
        await session.SendAudioAsync([], isFinal: true, Token);
        await session.SendAudioAsync([7], isFinal: true, Token);
        open.Completion.IsCanceled.ShouldBeTrue();
        (await next.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([7]);
    }

    [Fact]
    public async Task Cancelling_nothing_sends_nothing()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        await client.CancelAsync(Token);
        await client.SynthesizeAsync("One.", Token);
        (await session.NextAsync(Token)).GetProperty("type").GetString().ShouldBe("text");
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_no_utterance_behind()
    {
        await using var client = new TextToSpeechClient(_service.Tts with { MaxPendingUtterances = 1 });
        var session = await _service.ConnectAsync(client, Token);
        var first = await client.SynthesizeAsync("One.", Token);
        using var impatient = new CancellationTokenSource();
        var waiting = client.SynthesizeAsync("Never.", impatient.Token);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting.WaitAsync(Deadline, Token));
        await session.NextAsync(Token);
        await session.SendAudioAsync([1], isFinal: true, Token);
        await first.ReadToEndAsync(Token).WaitAsync(Deadline, Token);
        await client.SynthesizeAsync("Two.", Token).WaitAsync(Deadline, Token);
        (await session.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("Two.");
    }
}
