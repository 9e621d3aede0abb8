using Parley.Conversation.Chats;
using Parley.Conversation.Microphones;
using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

public sealed class VoiceInputTests : IAsyncDisposable
{
    private readonly TestReplyEngine _replies = new() { Answer = (_, _) => "One two three four five six." };
    private readonly ConversationFixture _fixture;

    public VoiceInputTests() => _fixture = new ConversationFixture(_replies);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Speech_becomes_a_message_and_is_answered_with_its_timings()
    {
        var (session, _, recognition) = await OpenAsync(new MicrophoneOptions());
        recognition.Start();
        recognition.Partial("what is");
        recognition.End();
        recognition.Final("what is that");
        (await session.NextAsync<UserSpeechPartial>()).Text.ShouldBe("what is");
        var ended = await session.NextAsync<UserSpeechEnded>();
        (ended.Text, ended.IsSubmitted, ended.Confidence, ended.Language).ShouldBe(("what is that", true, 0.9, "en-US"));
        (await session.NextAsync<MessageStored>()).Message.Text.ShouldBe("what is that");
        var turn = await session.NextAsync<TurnEnded>();
        turn.Timings.FinalTranscript.ShouldNotBeNull();
        turn.Timings.Endpoint.ShouldNotBeNull();
        (turn.Timings.SpeechEnd!.Value - turn.Timings.Endpoint!.Value).ShouldBe(-ConversationOptions.Default.Endpointing.Silence);
        session.Seen.Count(e => e is UserSpeechStarted).ShouldBe(1);
    }

    [Fact]
    public async Task A_held_key_is_one_message_whatever_pauses_are_in_it()
    {
        var (session, microphone, recognition) = await OpenAsync(new MicrophoneOptions { PushToTalk = true });
        recognition.Options.Endpointing.Automatic.ShouldBeFalse();
        microphone.BeginUtterance();
        microphone.Write(new short[1_600]);
        await recognition.FirstAudio.WaitAsync(ConversationFixture.Patience, Token);
        recognition.Utter("hello there");
        recognition.Start();
        recognition.OnFlush = () => [ScriptedRecognition.NewFinal("how are you")];
        await microphone.EndUtteranceAsync(Token).WaitAsync(ConversationFixture.Patience, Token);
        var ended = await session.NextAsync<UserSpeechEnded>();
        ended.Text.ShouldBe("hello there how are you");
        (await session.NextAsync<MessageStored>()).Message.Text.ShouldBe("hello there how are you");
        await session.NextAsync<TurnEnded>();
        session.Seen.OfType<UserSpeechStarted>().Count().ShouldBe(1);
        session.Seen.OfType<UserSpeechEnded>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_press_is_no_message()
    {
        var (session, microphone, _) = await OpenAsync(new MicrophoneOptions { PushToTalk = true });
        microphone.BeginUtterance();
        await microphone.EndUtteranceAsync(Token).WaitAsync(ConversationFixture.Patience, Token);
        (await session.NextAsync<UserSpeechEnded>()).Text.ShouldBeNull();
        (await session.DrainAsync()).OfType<MessageStored>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_interrupts_at_once_and_audio_presses_it_again()
    {
        var (session, microphone, recognition) = await OpenAsync(new MicrophoneOptions { PushToTalk = true });
        await using var listener = new Listener(await session.Session.OpenSpeakerAsync(cancellationToken: Token));
        await session.DoAsync(new SendMessage { Text = "hi" });
        await listener.NextAsync();
        microphone.Write(new short[1_600]);
        (await session.NextAsync<SpeechInterrupted>()).Reason.ShouldBe(InterruptReason.UserSpeech);
        recognition.OnFlush = () => [ScriptedRecognition.NewFinal("stop")];
        await microphone.EndUtteranceAsync(Token).WaitAsync(ConversationFixture.Patience, Token);
        (await session.NextAsync<MessageStored>(m => m.Message.Text == "stop")).Message.Role.ShouldBe(MessageRole.User);
        await session.NextAsync<TurnStarted>();
    }

    [Fact]
    public async Task Words_that_are_not_admitted_are_told_and_nothing_is_made_of_them()
    {
        var admits = new Queue<bool>([false, true]);
        var (session, _, recognition) = await OpenAsync(new MicrophoneOptions { Admits = admits.Dequeue });
        recognition.Utter("first");
        var refused = await session.NextAsync<UserSpeechEnded>();
        (refused.Text, refused.IsSubmitted, refused.IsRefused).ShouldBe(("first", false, true));
        recognition.Utter("second");
        var taken = await session.NextAsync<UserSpeechEnded>();
        (taken.Text, taken.IsSubmitted, taken.IsRefused).ShouldBe(("second", true, false));
        (await session.NextAsync<MessageStored>()).Message.Text.ShouldBe("second");
        await session.NextAsync<TurnEnded>();
        session.Seen.OfType<TurnStarted>().Count().ShouldBe(1);
        admits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_microphone_takes_the_place_of_the_first()
    {
        var (session, first, recognition) = await OpenAsync(new MicrophoneOptions());
        recognition.Start();
        await session.NextAsync<UserSpeechStarted>();
        var second = await session.Session.OpenMicrophoneAsync(cancellationToken: Token);
        (await first.Completion.WaitAsync(ConversationFixture.Patience, Token)).ShouldBe(MicrophoneEnd.Replaced);
        (await session.NextAsync<UserSpeechEnded>()).Text.ShouldBeNull();
        (await session.NextAsync<MicrophoneClosed>()).MicrophoneId.ShouldBe(first.Id);
        session.Session.IsListening.ShouldBeTrue();
        await second.DisposeAsync();
        (await session.NextAsync<ListeningChanged>()).IsListening.ShouldBeFalse();
        (await session.NextAsync<MicrophoneClosed>()).End.ShouldBe(MicrophoneEnd.Closed);
    }

    [Fact]
    public async Task The_client_may_submit_and_the_session_does_when_it_does_not()
    {
        var (session, _, recognition) = await OpenAsync(new MicrophoneOptions { Submission = TranscriptSubmission.ClientOrSession });
        recognition.Utter("first words");
        (await session.NextAsync<UserSpeechEnded>()).IsSubmitted.ShouldBeFalse();
        await session.DoAsync(new SendMessage { Text = "first words, edited" });
        (await session.NextAsync<MessageStored>()).Message.Text.ShouldBe("first words, edited");
        await session.NextAsync<TurnEnded>();
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        (await session.DrainAsync()).OfType<MessageStored>().ShouldBeEmpty();

        recognition.Utter("second words");
        await session.NextAsync<UserSpeechEnded>();
        await session.DrainAsync();
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(700));
        (await session.NextAsync<MessageStored>(m => m.Message.Role == MessageRole.User)).Message.Text.ShouldBe("second words");
        await session.NextAsync<TurnEnded>();

        // The client's own submission comes late: it is the same one.
        await session.DoAsync(new SendMessage { Text = "Second words" });
        (await session.DrainAsync()).OfType<MessageStored>().ShouldBeEmpty();
        _fixture.Time.Advance(TimeSpan.FromSeconds(6));
        await session.DoAsync(new SendMessage { Text = "Second words" });
        await session.NextAsync<MessageStored>();
    }

    [Fact]
    public async Task A_transcript_that_the_client_submits_is_not_answered_by_the_session()
    {
        var (session, _, recognition) = await OpenAsync(new MicrophoneOptions { Submission = TranscriptSubmission.Client });
        recognition.Utter("some words");
        (await session.NextAsync<UserSpeechEnded>()).IsSubmitted.ShouldBeFalse();
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        (await session.DrainAsync()).Where(e => e is MessageStored or TurnStarted).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_turn_begins_with_the_speech_whose_words_the_client_sends()
    {
        var (session, _, recognition) = await OpenAsync(new MicrophoneOptions { Submission = TranscriptSubmission.Client });
        recognition.Utter("some words");
        await session.NextAsync<UserSpeechEnded>();
        await session.DoAsync(new SendMessage { Text = " Some words " });
        (await session.NextAsync<TurnEnded>()).Timings.SpeechEnd.ShouldNotBeNull();

        await session.DoAsync(new SendMessage { Text = "Some words" });
        (await session.NextAsync<TurnEnded>()).Timings.SpeechEnd.ShouldBeNull();
    }

    [Fact]
    public async Task Audio_the_recogniser_cannot_take_is_dropped_oldest_first_and_counted()
    {
        var (_, microphone, recognition) = await OpenAsync(new MicrophoneOptions());
        microphone.Write(new short[100_000]);
        microphone.DroppedSamples.ShouldBe(100_000 - 32_000);
        await microphone.EndUtteranceAsync(Token).WaitAsync(ConversationFixture.Patience, Token);
        recognition.Samples.ShouldBe(32_000);
    }

    [Fact]
    public async Task A_message_typed_while_the_player_speaks_is_answered_under_hold()
    {
        var (session, _, recognition) = await OpenAsync(new MicrophoneOptions());
        recognition.Start();
        await session.NextAsync<UserSpeechStarted>();
        await session.DoAsync(new SendMessage { Text = "typed" });
        await session.NextAsync<ReplyGenerating>();
        (await session.DrainAsync()).OfType<ReplyChunk>().ShouldBeEmpty();
        recognition.Reject();
        await session.NextAsync<ReplyChunk>();
        await session.NextAsync<TurnEnded>();
    }

    private async Task<(ObservedSession Session, Microphone Microphone, ScriptedRecognition Recognition)> OpenAsync(MicrophoneOptions options)
    {
        var session = await _fixture.StartAsync();
        var microphone = await session.Session.OpenMicrophoneAsync(options, Token);
        var recognition = await _fixture.Speech.Recognition.OpenedAsync(Token);
        await session.NextAsync<ListeningChanged>();
        return (session, microphone, recognition);
    }
}
