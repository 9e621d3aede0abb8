using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.Conversations;

public class VoiceConversationTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly short[] Voice = [.. Enumerable.Repeat((short)7, 320)];

    private readonly ScriptedService _tts = new();
    private readonly ScriptedService _stt = new();
    private readonly FedSource _microphone = new();
    private readonly MemorySink _speaker = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_is_answered_aloud()
    {
        await using var conversation = new VoiceConversation(Options(), (said, _) => Task.FromResult<string?>($"You said: {said.Text}"));
        var (tts, stt) = await StartAsync(conversation);
        var turns = conversation.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await stt.SendAsync("""{"type":"transcript","text":"Hello.","is_final":true,"offset":0,"duration":100}""", Token);

        (await tts.NextAsync(Token)).GetProperty("text").GetString()!.ShouldStartWith("You ");
        await tts.SendAudioAsync([1, 2, 3], isFinal: false, Token);
        await _speaker.WhenWrittenAsync(Token);
        conversation.IsSpeaking.ShouldBeTrue();
        await tts.SendAudioAsync([4], isFinal: true, Token);
        (await NextAsync<TurnStarted>(turns)).Said.Text.ShouldBe("Hello.");
        await PlayUntilAsync(() => _speaker.PlayedSamples == 4);
        await _stt.Clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(200), Token);
        _stt.Clock.Advance(TimeSpan.FromMilliseconds(200));
        (await NextAsync<TurnEnded>(turns)).Outcome.ShouldBe(TurnOutcome.Completed);
        _speaker.Played.ShouldBe([1, 2, 3, 4]);
        conversation.IsSpeaking.ShouldBeFalse();
    }

    [Fact]
    public async Task While_it_speaks_it_does_not_hear_itself_and_time_goes_on()
    {
        await using var conversation = new VoiceConversation(Options(), (_, _) => Task.FromResult<string?>("Yes."));
        var (tts, stt) = await StartAsync(conversation);
        Hear(5);
        (await stt.NextAudioAsync(Token)).ShouldAllBe(s => s == 7);
        await stt.SendAsync("""{"type":"transcript","text":"Hello.","is_final":true,"offset":0,"duration":100}""", Token);
        await tts.NextAsync(Token);
        await tts.SendAudioAsync([1], isFinal: false, Token);
        await _speaker.WhenWrittenAsync(Token);
        // The read that was pending when the mouth opened is muted too: two chunks tell the state for certain.
        Hear(10);
        await stt.NextAudioAsync(Token);
        (await stt.NextAudioAsync(Token)).ShouldAllBe(s => s == 0);
        conversation.SpeechToText.Position.ShouldBe(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task The_user_may_interrupt_when_allowed()
    {
        await using var conversation = new VoiceConversation(Options() with { BargeIn = true }, (_, _) => Task.FromResult<string?>("A long story."));
        var (tts, stt) = await StartAsync(conversation);
        var turns = conversation.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await stt.SendAsync("""{"type":"transcript","text":"Tell me.","is_final":true,"offset":0,"duration":100}""", Token);
        (await tts.NextAsync(Token)).GetProperty("type").GetString().ShouldBe("text");
        await tts.SendAudioAsync([1, 2], isFinal: false, Token);
        await _speaker.WhenWrittenAsync(Token);
        Hear(5);
        (await stt.NextAudioAsync(Token)).ShouldAllBe(s => s == 7);
        await stt.SendAsync("""{"type":"transcript","text":"mm","is_final":false,"offset":0,"duration":100}""", Token);
        await stt.SendAsync("""{"type":"transcript","text":"stop","is_final":false,"offset":0,"duration":200}""", Token);

        (await NextAsync<TurnEnded>(turns)).Outcome.ShouldBe(TurnOutcome.Interrupted);
        _speaker.Cleared.ShouldBe(1);
        while ((await tts.NextAsync(Token)).GetProperty("type").GetString() != "command")
        {
        }

        // The next thing said is a turn of its own.
        await tts.SendAsync("""{"type":"cancelled","request_id":"r"}""", Token);
        await stt.SendAsync("""{"type":"transcript","text":"Stop it.","is_final":true,"offset":0,"duration":300}""", Token);
        (await NextAsync<TurnStarted>(turns)).Said.Text.ShouldBe("Stop it.");
    }

    [Fact]
    public async Task A_reply_that_fails_fails_its_turn_alone()
    {
        var calls = 0;
        await using var conversation = new VoiceConversation(Options(), (_, _) =>
            ++calls == 1 ? Task.FromException<string?>(new InvalidOperationException("model down")) : Task.FromResult<string?>("Back."));
        var (tts, stt) = await StartAsync(conversation);
        var turns = conversation.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await stt.SendAsync("""{"type":"transcript","text":"One.","is_final":true,"offset":0,"duration":100}""", Token);
        var failed = await NextAsync<TurnEnded>(turns);
        failed.Outcome.ShouldBe(TurnOutcome.Failed);
        failed.Error.ShouldBeOfType<InvalidOperationException>();
        await stt.SendAsync("""{"type":"transcript","text":"Two.","is_final":true,"offset":0,"duration":100}""", Token);
        (await NextAsync<TurnStarted>(turns)).Said.Text.ShouldBe("Two.");
        (await tts.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("Back.");
        await tts.SendAudioAsync([8], isFinal: true, Token);
        await PlayUntilAsync(() => _speaker.Played is [8]);
    }

    [Fact]
    public async Task Blank_finals_are_not_answered()
    {
        var calls = 0;
        await using var conversation = new VoiceConversation(Options(), (said, _) =>
        {
            calls++;
            return Task.FromResult<string?>(said.Text);
        });
        var (tts, stt) = await StartAsync(conversation);
        await stt.SendAsync("""{"type":"transcript","text":"  ","is_final":true,"offset":0,"duration":100}""", Token);
        await stt.SendAsync("""{"type":"transcript","text":"Real.","is_final":true,"offset":0,"duration":100}""", Token);
        (await tts.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("Real.");
        calls.ShouldBe(1);
    }

    private VoiceConversationOptions Options() => new() { TextToSpeech = _tts.Tts, SpeechToText = _stt.Stt };

    private async Task<(ScriptedSession Tts, ScriptedSession Stt)> StartAsync(VoiceConversation conversation)
    {
        var starting = conversation.StartAsync(_microphone, _speaker, Token);
        var tts = await _tts.AcceptAsync(Token);
        starting.IsCompleted.ShouldBeFalse();
        var stt = await _stt.AcceptAsync(Token);
        await starting.WaitAsync(Deadline, Token);
        return (tts, stt);
    }

    // Twenty milliseconds a piece.
    private void Hear(int pieces)
    {
        for (var i = 0; i < pieces; i++)
        {
            _microphone.Hear(Voice);
        }
    }

    private async Task PlayUntilAsync(Func<bool> done)
    {
        while (!done())
        {
            await _speaker.WhenWrittenAsync(Token);
            _speaker.Play();
        }
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<VoxNexusEvent> events)
        where T : VoxNexusEvent
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Deadline, Token))
        {
            if (events.Current is T match)
            {
                return match;
            }
        }

        throw new InvalidOperationException("The events ended.");
    }
}
