using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

/// <summary>Random commands, speech and time from a seed: whatever the order, nothing hangs and the rules of the event stream hold.</summary>
public sealed class CommandStormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Any_storm_comes_to_rest(int seed)
    {
        var random = new Random(seed);
        var token = TestContext.Current.CancellationToken;

        // The storm moves the clock faster than the machine follows: only the engines' own deadlines must not notice.
        var options = ConversationOptions.Default with { SynthesisTimeout = TimeSpan.FromDays(1), FirstTokenTimeout = TimeSpan.FromDays(1), TokenTimeout = TimeSpan.FromDays(1) };
        await using var fixture = new ConversationFixture(new TestReplyEngine { Answer = (_, _) => "One two three four. Five six seven. Eight nine ten eleven twelve." }, options);
        var session = await fixture.StartAsync();
        await session.Session.OpenMicrophoneAsync(cancellationToken: token);
        var recognition = await fixture.Speech.Recognition.OpenedAsync(token);
        await using var listener = new Listener(await session.Session.OpenSpeakerAsync(new SpeakerOptions { ClearsOnHold = seed % 2 == 0 }, token));
        var clips = await session.Session.OpenSpeakerAsync(new SpeakerOptions { Kind = SpeakerKind.Clips, Reports = true }, token);
        var isSpeaking = false;
        for (var i = 0; i < 150; i++)
        {
            await DoAsync(random.Next(18));
        }

        if (isSpeaking)
        {
            recognition.Reject();
        }

        await clips.DisposeAsync();

        // To rest: one more question is answered, spoken and played to its end like the first.
        await session.DrainAsync();
        await PostAsync(new SetPaused(false));
        await PostAsync(new SendMessage { Text = "the last" });
        var last = await session.NextAsync<MessageStored>(m => m.Message.Text == "the last");
        var reply = await session.NextAsync<ReplyEnded>(e => e.Index > last.Message.Index);
        (await fixture.Time.RunAsync(session.NextAsync<TurnEnded>(e => e.TurnId == reply.TurnId))).Outcome.ShouldBe(Parley.Conversation.Turns.TurnOutcome.Completed);
        await session.DrainAsync();
        using var end = await session.Session.SubscribeAsync(cancellationToken: token);
        end.Snapshot.TurnId.ShouldBe(0);
        end.Snapshot.Flow.ShouldBe(FlowState.WaitingForUserInput);
        EventStreamRules.Check(session.Seen);
        (await fixture.Chats.ReadMessagesAsync(Player.Local, session.Session.ChatId, cancellationToken: token)).Select(m => (m.Id, m.Text))
            .ShouldBe(end.Snapshot.Messages.Select(m => (m.Id, m.Text)));

        async Task DoAsync(int what)
        {
            switch (what)
            {
                case 0 or 1:
                    await PostAsync(new SendMessage { Text = "hello", Speak = random.Next(4) > 0, DoReply = random.Next(5) > 0 });
                    break;
                case 2:
                    await PostAsync(new InterruptReply());
                    break;
                case 3:
                    await PostAsync(new RetryReply());
                    break;
                case 4:
                    await PostAsync(new RevertMessages());
                    break;
                case 5:
                    await PostAsync(new SpeakText("A given line to say.") { ReplaceSilently = random.Next(2) == 0 });
                    break;
                case 6:
                    await PostAsync(new RequestReply());
                    break;
                case 7:
                    await PostAsync(new UpdateContext(new ContextPayload { SetFlags = ["rain"] }));
                    break;
                case 8:
                    await PostAsync(new ReportPlaybackCompleted(null));
                    break;
                case 9:
                    await PostAsync(new SetPaused(random.Next(2) == 0) { Interrupt = random.Next(2) == 0 });
                    break;
                case 10:
                    await PostAsync(new RepeatMessage());
                    break;
                case 11 or 12 when !isSpeaking:
                    recognition.Start();
                    isSpeaking = true;
                    break;
                case 13 when isSpeaking:
                    recognition.Partial("some more words");
                    break;
                case 14 when isSpeaking:
                    recognition.End();
                    recognition.Final(random.Next(3) == 0 ? "mm-hm" : "a question");
                    isSpeaking = false;
                    break;
                case 15 when isSpeaking:
                    recognition.Reject();
                    isSpeaking = false;
                    break;
                default:
                    fixture.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1_500)));
                    break;
            }

            if (random.Next(3) == 0)
            {
                await session.DrainAsync();
            }
        }

        async Task PostAsync(ConversationCommand command) => await session.Session.PostAsync(command, token).AsTask().WaitAsync(ConversationFixture.Patience, token);
    }

    /// <summary>What a face relies on.</summary>
    private static class EventStreamRules
    {
        public static void Check(IReadOnlyList<ConversationEvent> events)
        {
            long turn = 0;
            Guid? generating = null;
            var interrupted = new HashSet<(long, Guid)>();
            var length = 0;
            var speech = 0;
            foreach (var item in events)
            {
                switch (item)
                {
                    case TurnStarted e:
                        turn.ShouldBe(0);
                        turn = e.TurnId;
                        length = 0;
                        break;
                    case TurnEnded e:
                        e.TurnId.ShouldBe(turn);
                        generating.ShouldBeNull("a reply without an end");
                        turn = 0;
                        break;
                    case ReplyGenerating e:
                        e.TurnId.ShouldBe(turn);
                        generating.ShouldBeNull();
                        generating = e.MessageId;
                        break;
                    case ReplyChunk e:
                        e.TurnId.ShouldBe(turn);
                        e.StartIndex.ShouldBe(length);
                        e.Text.Length.ShouldBe(e.EndIndex - e.StartIndex);
                        char.IsWhiteSpace(e.Text[0]).ShouldBeFalse();
                        length = e.EndIndex;
                        break;
                    case ReplyEnded e:
                        e.TurnId.ShouldBe(turn);
                        generating = null;
                        break;
                    case ReplyCancelled e:
                        e.TurnId.ShouldBe(turn);
                        generating = null;
                        break;
                    case SpeechInterrupted e:
                        e.TurnId.ShouldBe(turn);
                        interrupted.Add((e.TurnId, e.MessageId)).ShouldBeTrue("interrupted twice");
                        break;
                    case UserSpeechStarted:
                        (++speech).ShouldBe(1);
                        break;
                    case UserSpeechEnded:
                        (--speech).ShouldBe(0);
                        break;
                    case MessageStored { Message.Role: MessageRole.Assistant } e:
                        e.Message.Text.ShouldNotBeNullOrWhiteSpace();
                        break;
                    case ErrorRaised e:
                        e.Code.ShouldBe(ConversationErrors.NotFound, e.Message);
                        break;
                }
            }

            turn.ShouldBe(0);
        }
    }
}
