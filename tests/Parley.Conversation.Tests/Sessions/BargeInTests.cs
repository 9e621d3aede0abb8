using Parley.Conversation.Microphones;
using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Conversation.Turns;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

public sealed class BargeInTests : IAsyncDisposable
{
    private const string Reply = "One two three four five six seven eight nine ten.";

    // At the scripted voice's 200 ms a word, with frames of 20 ms and then 100 ms and one second of lead.
    private static readonly TimeSpan FirstLead = TimeSpan.FromMilliseconds(920);

    private readonly ConversationFixture _fixture = new(new TestReplyEngine { Answer = (_, _) => Reply });

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Frames_run_at_most_the_lead_ahead_and_the_last_one_says_so()
    {
        var (session, _, listener) = await TalkAsync(new SpeakerOptions());
        var last = await listener.ReadToEndAsync(_fixture.Time);
        last.IsLast.ShouldBeTrue();
        listener.Heard.Count.ShouldBe(10 * 3_200);
        listener.Heard[3_200].ShouldBe((short)3_200);
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        var ended = await session.NextAsync<TurnEnded>();
        ended.Outcome.ShouldBe(TurnOutcome.Completed);
        ended.Timings.FirstAudio.ShouldNotBeNull();
        ended.Timings.Overhead.ShouldNotBeNull();
        session.Seen.OfType<PlaybackCompleted>().Count().ShouldBe(1);
        session.Seen.OfType<ErrorRaised>().ShouldBeEmpty();
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task Words_interrupt_and_history_keeps_what_was_heard()
    {
        var (session, recognition, listener) = await TalkAsync(new SpeakerOptions());
        await listener.ReadAsync(FirstLead);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(500));
        recognition.Start();
        var held = await session.NextAsync<SpeechHeld>();
        recognition.Partial("please stop now");
        var interrupted = await session.NextAsync<SpeechInterrupted>();
        interrupted.MessageId.ShouldBe(held.MessageId);
        interrupted.Reason.ShouldBe(InterruptReason.UserSpeech);
        interrupted.HeardLength.ShouldBe("One two".Length);
        var changed = await session.NextAsync<MessageChanged>();
        changed.Message.Text.ShouldBe("One two…");
        changed.Message.IsInterrupted.ShouldBeTrue();
        changed.Message.Unheard!.ShouldStartWith("three");
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Interrupted);
        var turn = session.Session.RecentTurns.ShouldHaveSingleItem();
        turn.Outcome.ShouldBe(TurnOutcome.Interrupted);
        turn.Text.ShouldStartWith("One two three");

        recognition.End();
        recognition.Final("please stop now");
        (await session.NextAsync<UserSpeechEnded>()).IsSubmitted.ShouldBeTrue();
        (await session.NextAsync<MessageStored>()).Message.Text.ShouldBe("please stop now");
        (await session.NextAsync<ReplyStarted>()).TurnId.ShouldBe(2);
        session.Seen.OfType<SpeechInterrupted>().Count().ShouldBe(1);
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task Speech_that_lasts_interrupts_without_words()
    {
        var (session, recognition, listener) = await TalkAsync(new SpeakerOptions());
        await listener.ReadAsync(FirstLead);
        recognition.Start();
        await session.NextAsync<SpeechHeld>();
        _fixture.Time.Advance(new InterruptionOptions().ConfirmAfter);
        (await session.NextAsync<SpeechInterrupted>()).HeardLength.ShouldBe("One two three".Length);
        await listener.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cough_or_mm_hm_resumes_and_nothing_is_lost(bool isCough)
    {
        var (session, recognition, listener) = await TalkAsync(new SpeakerOptions());
        await listener.ReadAsync(FirstLead);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(300));
        recognition.Start();
        await session.NextAsync<SpeechHeld>();
        recognition.End();
        if (isCough)
        {
            recognition.Reject();
        }
        else
        {
            recognition.Final("Mm-hm.");
            (await session.NextAsync<UserSpeechEnded>()).IsSubmitted.ShouldBeFalse();
        }

        await session.NextAsync<SpeechResumed>();
        await listener.ReadToEndAsync(_fixture.Time);
        listener.Heard.Count.ShouldBe(10 * 3_200);
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Completed);
        session.Seen.OfType<SpeechInterrupted>().ShouldBeEmpty();
        session.Seen.OfType<MessageChanged>().ShouldBeEmpty();
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task A_listener_that_clears_hears_again_from_the_first_unheard_word()
    {
        var (session, recognition, listener) = await TalkAsync(new SpeakerOptions { ClearsOnHold = true });
        await listener.ReadAsync(FirstLead);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(500));
        recognition.Start();
        await session.NextAsync<SpeechHeld>();
        recognition.Reject();
        await session.NextAsync<SpeechResumed>();
        await listener.ReadToEndAsync(_fixture.Time);

        // Half a second was heard: two whole words and half of the third, which is said again from its beginning.
        var again = Enumerable.Range(1, listener.Heard.Count - 1).Single(i => listener.Heard[i] != (listener.Heard[i - 1] + 1) % 20_000);
        listener.Heard[again].ShouldBe((short)6_400);
        (listener.Heard.Count - again).ShouldBe(8 * 3_200);
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task No_decision_in_time_resumes_and_words_may_still_interrupt()
    {
        await using var fixture = new ConversationFixture(
            new TestReplyEngine { Answer = (_, _) => Reply },
            ConversationOptions.Default with { Interruption = new InterruptionOptions { ConfirmAfter = TimeSpan.FromSeconds(5), HoldTimeout = TimeSpan.FromMilliseconds(500) } });
        var (session, recognition, listener) = await TalkAsync(fixture, new SpeakerOptions());
        await listener.ReadAsync(FirstLead);
        recognition.Start();
        await session.NextAsync<SpeechHeld>();
        fixture.Time.Advance(TimeSpan.FromMilliseconds(500));
        await session.NextAsync<SpeechResumed>();
        recognition.Partial("no wait");
        (await session.NextAsync<SpeechInterrupted>()).Reason.ShouldBe(InterruptReason.UserSpeech);
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task Without_barge_in_the_microphone_is_deaf_while_a_reply_is_spoken()
    {
        var session = await _fixture.StartAsync();
        var microphone = await session.Session.OpenMicrophoneAsync(new MicrophoneOptions { BargeIn = false }, TestContext.Current.CancellationToken);
        var recognition = await _fixture.Speech.Recognition.OpenedAsync(TestContext.Current.CancellationToken);
        (await session.NextAsync<ListeningChanged>()).IsListening.ShouldBeTrue();
        var listener = new Listener(await session.Session.OpenSpeakerAsync(cancellationToken: TestContext.Current.CancellationToken));
        recognition.Utter("hello there");
        (await session.NextAsync<ListeningChanged>()).IsListening.ShouldBeFalse();
        microphone.Write(new short[1_600]);
        await listener.ReadToEndAsync(_fixture.Time);
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        (await session.NextAsync<ListeningChanged>()).IsListening.ShouldBeTrue();
        recognition.Samples.ShouldBe(0);
        microphone.Write(new short[1_600]);
        await recognition.FirstAudio.WaitAsync(ConversationFixture.Patience, TestContext.Current.CancellationToken);
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task An_interruption_before_anything_was_heard_leaves_no_message()
    {
        var replies = new TestReplyEngine();
        await using var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hello" });
        var asked = await replies.AskedAsync(TestContext.Current.CancellationToken);
        await session.DoAsync(new InterruptReply());
        (await session.NextAsync<SpeechInterrupted>()).HeardLength.ShouldBe(0);
        await session.NextAsync<ReplyCancelled>();
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Interrupted);
        (await session.NextAsync<FlowChanged>()).State.ShouldBe(FlowState.WaitingForUserInput);
        await asked.Cancelled.Task.WaitAsync(ConversationFixture.Patience, TestContext.Current.CancellationToken);

        // Nothing running: a second interruption tells nothing.
        await session.DoAsync(new InterruptReply());
        (await session.DrainAsync()).ShouldBeEmpty();
        (await fixture.Chats.ReadMessagesAsync(Player.Local, session.Session.ChatId, cancellationToken: TestContext.Current.CancellationToken)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_interrupts_a_reply_in_progress_and_keeps_the_text_so_far()
    {
        var replies = new TestReplyEngine();
        await using var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hello" });
        var asked = await replies.AskedAsync(TestContext.Current.CancellationToken);
        asked.Write("First sentence here. Second one ");
        await session.NextAsync<ReplyChunk>();
        await session.DoAsync(new SendMessage { Text = "stop" });
        (await session.NextAsync<SpeechInterrupted>()).Reason.ShouldBe(InterruptReason.NewMessage);
        var ended = await session.NextAsync<ReplyEnded>();
        ended.Text.ShouldBe("First sentence here.");
        ended.IsPartial.ShouldBeTrue();
        (await session.NextAsync<MessageStored>(m => m.Message.Role == Chats.MessageRole.User)).Message.Text.ShouldBe("stop");
        (await replies.AskedAsync(TestContext.Current.CancellationToken)).Answer("All right.");
        (await session.NextAsync<ReplyEnded>()).Text.ShouldBe("All right.");

        // The new turn follows at once: the flow does not rest in between.
        session.Seen.OfType<FlowChanged>().ShouldNotContain(f => f.State == FlowState.WaitingForUserInput);
    }

    private Task<(ObservedSession Session, ScriptedRecognition Recognition, Listener Listener)> TalkAsync(SpeakerOptions options) => TalkAsync(_fixture, options);

    private static async Task<(ObservedSession Session, ScriptedRecognition Recognition, Listener Listener)> TalkAsync(ConversationFixture fixture, SpeakerOptions options)
    {
        var token = TestContext.Current.CancellationToken;
        var session = await fixture.StartAsync();
        await session.Session.OpenMicrophoneAsync(cancellationToken: token);
        var recognition = await fixture.Speech.Recognition.OpenedAsync(token);
        var listener = new Listener(await session.Session.OpenSpeakerAsync(options, token));
        recognition.Utter("hello there");
        await session.NextAsync<ReplyEnded>();
        return (session, recognition, listener);
    }
}
