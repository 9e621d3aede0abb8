using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Conversation.Turns;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

public sealed class FailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reply_engine_that_fails_at_once_ends_the_turn_with_its_error()
    {
        var replies = new TestReplyEngine();
        await using var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hello" });
        (await replies.AskedAsync(Token)).Fail(new EngineException("test", EngineFailure.RemoteError, "429"));
        var error = await session.NextAsync<ErrorRaised>();
        (error.Code, error.IsTransient, error.EngineId, error.TurnId).ShouldBe((ConversationErrors.ReplyFailed, true, "test", 1));
        await session.NextAsync<ReplyCancelled>();
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Failed);
        (await session.NextAsync<FlowChanged>()).State.ShouldBe(FlowState.WaitingForUserInput);
        await session.DoAsync(new SendMessage { Text = "again" });
        (await replies.AskedAsync(Token)).Answer("Here I am.");
        (await session.NextAsync<ReplyEnded>()).Text.ShouldBe("Here I am.");
    }

    [Fact]
    public async Task A_reply_engine_that_fails_half_way_keeps_what_it_said()
    {
        var replies = new TestReplyEngine();
        await using var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hello" });
        var asked = await replies.AskedAsync(Token);
        asked.Write("One sentence came through. And ");
        await session.NextAsync<ReplyChunk>();
        asked.Fail(new IOException("cut"));
        await session.NextAsync<ErrorRaised>();
        var ended = await session.NextAsync<ReplyEnded>();
        (ended.Text, ended.IsPartial).ShouldBe(("One sentence came through.", true));
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Failed);
    }

    [Fact]
    public async Task A_reply_engine_that_stalls_is_given_up_after_the_timeout()
    {
        var replies = new TestReplyEngine();
        await using var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hello" });
        var asked = await replies.AskedAsync(Token);
        fixture.Time.Advance(ConversationOptions.Default.FirstTokenTimeout);
        (await session.NextAsync<ErrorRaised>()).Code.ShouldBe(ConversationErrors.ReplyFailed);
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Failed);
        await asked.Cancelled.Task.WaitAsync(ConversationFixture.Patience, Token);
    }

    [Fact]
    public async Task A_synthesiser_that_fails_leaves_the_text()
    {
        await using var fixture = new ConversationFixture(new TestReplyEngine { Answer = (_, _) => "Spoken first. Never spoken. Nor this." });
        fixture.Speech.Synthesis.Before = (request, _) => request.Text.StartsWith("Never", StringComparison.Ordinal)
            ? throw new EngineException("scripted", EngineFailure.Failed, "broken")
            : Task.CompletedTask;
        var session = await fixture.StartAsync();
        await using var listener = new Listener(await session.Session.OpenSpeakerAsync(cancellationToken: Token));
        await session.DoAsync(new SendMessage { Text = "hello" });
        await listener.ReadToEndAsync(fixture.Time);
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Failed);
        session.Seen.OfType<ErrorRaised>().Single().Code.ShouldBe(ConversationErrors.SynthesisFailed);
        session.Seen.OfType<ReplyEnded>().Single().Text.ShouldBe("Spoken first. Never spoken. Nor this.");
        listener.Heard.Count.ShouldBe(2 * 3_200);
        fixture.Speech.Synthesis.Spoken.ShouldBe(["Spoken first."]);
    }

    [Fact]
    public async Task A_synthesiser_that_stalls_is_given_up_after_the_timeout()
    {
        await using var fixture = new ConversationFixture(new TestReplyEngine { Answer = (_, _) => "Spoken never." });
        var stalled = new TaskCompletionSource();
        fixture.Speech.Synthesis.Before = (_, token) =>
        {
            stalled.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        };
        var session = await fixture.StartAsync();
        await session.Session.OpenSpeakerAsync(new SpeakerOptions(), Token);
        await session.DoAsync(new SendMessage { Text = "hello" });
        await stalled.Task.WaitAsync(ConversationFixture.Patience, Token);
        fixture.Time.Advance(ConversationOptions.Default.SynthesisTimeout);
        (await session.NextAsync<ErrorRaised>()).Code.ShouldBe(ConversationErrors.SynthesisFailed);
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Failed);
    }

    [Fact]
    public async Task A_lost_utterance_is_told_and_the_next_one_heard()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        await session.Session.OpenMicrophoneAsync(cancellationToken: Token);
        var recognition = await fixture.Speech.Recognition.OpenedAsync(Token);
        recognition.Start();
        recognition.Say(new RecognitionFailed(TimeSpan.Zero, new EngineException("scripted", EngineFailure.Busy, "no decoder")));
        (await session.NextAsync<ErrorRaised>()).Code.ShouldBe(ConversationErrors.RecognitionFailed);
        (await session.NextAsync<UserSpeechEnded>()).Text.ShouldBeNull();
        recognition.Utter("hello");
        (await session.NextAsync<MessageStored>()).Message.Text.ShouldBe("hello");
        await session.NextAsync<ReplyEnded>();
    }

    [Fact]
    public async Task A_transcript_that_comes_late_is_still_answered_once()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        await session.Session.OpenMicrophoneAsync(cancellationToken: Token);
        var recognition = await fixture.Speech.Recognition.OpenedAsync(Token);
        recognition.Start();
        recognition.End();
        await session.NextAsync<UserSpeechStarted>();
        using (await session.Session.SubscribeAsync(cancellationToken: Token))
        {
        }

        while (fixture.Time.ActiveTimers == 0)
        {
            using var barrier = await session.Session.SubscribeAsync(cancellationToken: Token);
        }

        fixture.Time.Advance(ConversationOptions.Default.TranscriptTimeout);
        recognition.Final("what is two plus two");
        (await session.NextAsync<ReplyEnded>()).Text.ShouldBe("That is 4.");
        await session.NextAsync<TurnEnded>();
        recognition.Final("what is two plus two");
        recognition.Utter("thanks");
        (await session.NextAsync<MessageStored>(m => m.Message.Role == Chats.MessageRole.User)).Message.Text.ShouldBe("thanks");
    }

    [Fact]
    public async Task A_recogniser_that_cannot_open_is_the_callers_error()
    {
        await using var fixture = new ConversationFixture();
        fixture.Speech.Recognition.Opening = _ => throw new EngineException("scripted", EngineFailure.Unavailable, "no model");
        var session = await fixture.StartAsync();
        await Should.ThrowAsync<EngineException>(async () => await session.Session.OpenMicrophoneAsync(cancellationToken: Token));
        session.Session.IsListening.ShouldBeFalse();
    }

    [Fact]
    public async Task An_observer_that_reads_nothing_is_dropped_and_the_others_go_on()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        var slow = await session.Session.SubscribeAsync(16, Token);
        for (var i = 0; i < 10; i++)
        {
            await session.DoAsync(new SendMessage { Text = "hello" });
            await session.NextAsync<TurnEnded>();
        }

        var read = 0;
        var error = await Should.ThrowAsync<SlowConsumerException>(async () =>
        {
            await foreach (var item in slow.ReadAllAsync(Token))
            {
                read++;
            }
        });
        (read, error.Capacity).ShouldBe((16, 16));
        session.Seen.OfType<TurnEnded>().Count().ShouldBe(10);
    }
}
