using System.Net.WebSockets;
using Parley.Realtime;
using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.TextToSpeech;

public class ReconnectTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Utterances_without_audio_are_sent_again_and_cut_off_ones_fail()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var cut = await client.SynthesizeAsync("Cut.", Token);
        var whole = await client.SynthesizeAsync("Whole.", Token);
        await session.SendAudioAsync([1, 2], isFinal: false, Token);
        var heard = cut.ReadAudioAsync(Token).GetAsyncEnumerator(Token);
        (await heard.MoveNextAsync().AsTask().WaitAsync(Deadline, Token)).ShouldBeTrue();
        session.Peer.Cut();
        (await events.NextAsync<Reconnecting>()).Delay.ShouldBe(FirstDelay);

        var again = await _service.ReacceptAsync(FirstDelay, Token);
        again.Init.GetProperty("voice_id").GetString().ShouldBe("vl-xiaoxiao");
        (await again.NextTextAsync(Token)).ShouldBe("""{"type":"text","text":"Whole.","is_final":true}""");
        (await events.NextAsync<UtteranceFailed>()).Utterance.ShouldBe(cut);
        (await events.NextAsync<Reconnected>()).Attempt.ShouldBe(1);
        (await Should.ThrowAsync<ConnectionException>(async () => await heard.MoveNextAsync())).IsTransient.ShouldBeTrue();

        await again.SendAudioAsync([3], isFinal: true, Token);
        (await whole.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([3]);
    }

    [Fact]
    public async Task A_cut_off_utterance_goes_on_where_it_stopped_when_asked()
    {
        await using var client = new TextToSpeechClient(_service.Tts with { ResumeInterruptedUtterances = true });
        var session = await _service.ConnectAsync(client, Token);
        var utterance = await client.SynthesizeAsync("Cut.", Token);
        await session.SendAudioAsync([1, 2], isFinal: false, Token);
        var heard = new List<short>();
        var first = new TaskCompletionSource();
        var reading = Task.Run(
            async () =>
            {
                await foreach (var chunk in utterance.ReadAudioAsync(Token))
                {
                    heard.AddRange(chunk.ToArray());
                    first.TrySetResult();
                }
            },
            Token);
        await first.Task.WaitAsync(Deadline, Token);
        session.Peer.Cut();
        var again = await _service.ReacceptAsync(FirstDelay, Token);
        (await again.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("Cut.");
        await again.SendAudioAsync([1], isFinal: false, Token);
        await again.SendAudioAsync([2, 3], isFinal: false, Token);
        await again.SendAudioAsync([4], isFinal: true, Token);
        await reading.WaitAsync(Deadline, Token);
        heard.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Text_written_while_there_is_no_connection_follows()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var writer = await client.BeginUtteranceAsync(Token);
        await writer.AppendTextAsync("Before. ", Token);
        await session.NextAsync(Token);
        session.Peer.Cut();
        await events.NextAsync<Reconnecting>();
        await writer.AppendTextAsync("Between. ", Token);
        await writer.CompleteAsync(Token);
        var next = await client.SynthesizeAsync("Next.", Token);

        var again = await _service.ReacceptAsync(FirstDelay, Token);
        foreach (var text in new[] { "Before. ", "Between. ", "", "Next." })
        {
            (await again.NextAsync(Token)).GetProperty("text").GetString().ShouldBe(text);
        }

        await again.SendAudioAsync([1], isFinal: true, Token);
        await again.SendAudioAsync([2], isFinal: true, Token);
        (await writer.Utterance.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([1]);
        (await next.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([2]);
    }

    [Fact]
    public async Task An_utterance_that_failed_half_written_leaves_nothing_on_the_new_connection()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var writer = await client.BeginUtteranceAsync(Token);
        await writer.AppendTextAsync("Spoken already. ", Token);
        await session.NextAsync(Token);
        await session.SendAudioAsync([1], isFinal: false, Token);
        await session.SendAsync("""{"type":"marker"}""", Token);
        await events.NextAsync<UnknownMessage>();
        session.Peer.Cut();
        var again = await _service.ReacceptAsync(FirstDelay, Token);
        await events.NextAsync<Reconnected>();
        await writer.AppendTextAsync("Lost. ", Token);
        await writer.CompleteAsync(Token);
        var next = await client.SynthesizeAsync("Next.", Token);

        (await again.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("Next.");
        await again.SendAudioAsync([2], isFinal: true, Token);
        (await next.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([2]);
    }

    [Fact]
    public async Task When_the_attempts_are_used_up_everything_pending_fails_with_the_reason()
    {
        await using var client = new TextToSpeechClient(_service.Tts with { Reconnect = new() { MaxAttempts = 2, Jitter = 0 } });
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var utterance = await client.SynthesizeAsync("One.", Token);
        _service.Connector.Refuse(ConnectionException.FromHandshake(503));
        _service.Connector.Refuse(ConnectionException.FromHandshake(503));
        session.Peer.Cut();
        for (var i = 1; i <= 2; i++)
        {
            await _service.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(i), Token);
            _service.Clock.Advance(TimeSpan.FromSeconds(i));
        }

        (await events.NextAsync<Closed>()).Cause.ShouldBeOfType<ConnectionException>().HttpStatus.ShouldBe(503);
        await Should.ThrowAsync<ConnectionException>(utterance.Completion.WaitAsync(Deadline, Token));
        (await Should.ThrowAsync<ConnectionException>(client.SynthesizeAsync("Two.", Token))).HttpStatus.ShouldBe(503);
    }

    [Theory]
    [InlineData("IDLE_TIMEOUT", true)]
    [InlineData("INVALID_API_KEY", false)]
    [InlineData("QUOTA_EXCEEDED", false)]
    public async Task The_services_code_decides_whether_to_try_again(string code, bool again)
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await session.SendAsync($$"""{"type":"error","error":"no","code":"{{code}}","request_id":"req_1"}""", Token);
        await session.Peer.CloseAsync(WebSocketCloseStatus.PolicyViolation, code, Token);
        if (again)
        {
            (await events.NextAsync<Reconnecting>()).Cause.ShouldBeOfType<VoxNexusException>().Code.ShouldBe(code);
        }
        else
        {
            (await events.NextAsync<Closed>()).Cause.ShouldBeOfType<VoxNexusException>().Code.ShouldBe(code);
        }
    }

    [Fact]
    public async Task A_normal_close_of_the_service_is_not_reconnected()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        await session.Peer.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        (await events.NextAsync<Closed>()).Cause.ShouldBeNull();
    }
}
