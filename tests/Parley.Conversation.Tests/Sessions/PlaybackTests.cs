using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Conversation.Turns;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

public sealed class PlaybackTests : IAsyncDisposable
{
    private static readonly SpeakerOptions Url = new() { Kind = SpeakerKind.Clips, Reports = true };

    private readonly ConversationFixture _fixture = new(new TestReplyEngine { Answer = (_, _) => "One two three four five. Six seven eight nine ten." });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_clip_holds_its_chunk_and_a_report_ends_the_turn()
    {
        var (session, _) = await AskAsync(Url);
        var first = await session.NextAsync<ReplyChunk>();
        var second = await session.NextAsync<ReplyChunk>();
        (first.StartIndex, first.EndIndex, first.Text).ShouldBe((0, 25, "One two three four five. "));
        second.StartIndex.ShouldBe(25);
        await first.Clip!.WaitAsync(Token);
        await second.Clip!.WaitAsync(Token);
        var samples = new short[20_000];
        var read = 0;
        for (int count; (count = await first.Clip.ReadAsync(read, samples.AsMemory(read), Token)) > 0;)
        {
            read += count;
        }

        read.ShouldBe(5 * 3_200);
        first.Clip.Duration.ShouldBe(TimeSpan.FromSeconds(1));
        first.Clip.Words.Select(w => w.Text).ShouldBe(["One", "two", "three", "four", "five."]);
        await session.NextAsync<ReplyEnded>();
        await session.DoAsync(new ReportPlaybackStarted(first.MessageId, 0, 25, TimeSpan.FromSeconds(1)));
        (await session.NextAsync<PlaybackStarted>()).IsReported.ShouldBeTrue();
        await session.DoAsync(new ReportPlaybackCompleted(first.MessageId));
        (await session.NextAsync<PlaybackCompleted>()).IsReported.ShouldBeTrue();
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Completed);

        // Late and repeated reports are echoed and do nothing.
        await session.DoAsync(new ReportPlaybackCompleted(first.MessageId));
        (await session.NextAsync<PlaybackCompleted>()).MessageId.ShouldBe(first.MessageId);
        await session.DoAsync(new ReportPlaybackCompleted(null));
        (await session.DrainAsync()).OfType<TurnStarted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_player_that_never_reports_is_given_ten_seconds()
    {
        var (session, _) = await AskAsync(Url);
        await SpokenAsync(session);
        _fixture.Time.Advance(TimeSpan.FromSeconds(9));
        (await session.DrainAsync()).OfType<TurnEnded>().ShouldBeEmpty();
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.NextAsync<PlaybackCompleted>()).IsReported.ShouldBeFalse();
        await session.NextAsync<TurnEnded>();
    }

    [Fact]
    public async Task A_player_that_began_and_fell_silent_is_given_the_audio_and_ten_seconds()
    {
        var (session, _) = await AskAsync(Url);
        var message = await SpokenAsync(session);
        await session.DoAsync(new ReportPlaybackStarted(message, 0, 25, TimeSpan.FromSeconds(1)));
        _fixture.Time.Advance(TimeSpan.FromSeconds(11));
        (await session.DrainAsync()).OfType<TurnEnded>().ShouldBeEmpty();
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        await session.NextAsync<TurnEnded>();
    }

    [Fact]
    public async Task An_interruption_cuts_at_the_reported_position()
    {
        var (session, _) = await AskAsync(Url);
        var message = await SpokenAsync(session);
        await session.DoAsync(new ReportPlaybackStarted(message, 0, 25, TimeSpan.FromSeconds(1)));
        _fixture.Time.Advance(TimeSpan.FromSeconds(3));
        await session.DoAsync(new ReportPlaybackStarted(message, 25, 50, TimeSpan.FromSeconds(1)));
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(450));
        await session.DoAsync(new InterruptReply());
        (await session.NextAsync<SpeechInterrupted>()).HeardLength.ShouldBe("One two three four five. Six seven".Length);
        (await session.NextAsync<MessageChanged>()).Message.Text.ShouldBe("One two three four five. Six seven…");
    }

    [Fact]
    public async Task A_listener_that_takes_no_frames_does_not_hold_the_turn()
    {
        var session = await _fixture.StartAsync();
        var speaker = await session.Session.OpenSpeakerAsync(cancellationToken: Token);
        await session.DoAsync(new SendMessage { Text = "hi" });
        await SpokenAsync(session);
        await AdvanceUntilAsync(session, TimeSpan.FromSeconds(14));
        await speaker.DisposeAsync();
    }

    [Fact]
    public async Task A_listener_that_leaves_ends_the_wait_for_it()
    {
        var (session, speaker) = await AskAsync(Url);
        await SpokenAsync(session);
        await speaker.DisposeAsync();
        await session.NextAsync<TurnEnded>();
    }

    [Fact]
    public async Task Text_alone_is_not_spoken()
    {
        var session = await _fixture.StartAsync();
        await session.Session.OpenSpeakerAsync(cancellationToken: Token);
        await session.DoAsync(new SendMessage { Text = "hi", Speak = false });
        await session.NextAsync<TurnEnded>();
        session.Seen.OfType<ReplyChunk>().ShouldAllBe(c => c.Clip == null);
        _fixture.Speech.Synthesis.Spoken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Frames_come_at_the_listeners_rate()
    {
        var session = await _fixture.StartAsync();
        var listener = new Listener(await session.Session.OpenSpeakerAsync(new SpeakerOptions { SampleRate = 24_000 }, Token));
        await session.DoAsync(new SendMessage { Text = "hi" });
        (await listener.ReadToEndAsync(_fixture.Time)).SampleRate.ShouldBe(24_000);
        listener.Heard.Count.ShouldBeInRange(47_900, 48_100);
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task Synthesis_stays_one_sentence_ahead_of_the_listener()
    {
        await using var fixture = new ConversationFixture(new TestReplyEngine { Answer = (_, _) => "Alpha one two three four. Beta one two three four. Gamma one two three four. Delta one two three four." });
        var session = await fixture.StartAsync();
        var listener = new Listener(await session.Session.OpenSpeakerAsync(new SpeakerOptions { Lead = TimeSpan.FromMilliseconds(300) }, Token));
        await session.DoAsync(new SendMessage { Text = "hi" });
        await session.NextAsync<ReplyEnded>();
        await listener.ReadAsync(TimeSpan.FromMilliseconds(200));
        fixture.Speech.Synthesis.Spoken.Count.ShouldBeLessThanOrEqualTo(2);
        await listener.ReadToEndAsync(fixture.Time);
        fixture.Speech.Synthesis.Spoken.Count.ShouldBe(4);
        await listener.DisposeAsync();
    }

    private async Task AdvanceUntilAsync(ObservedSession session, TimeSpan limit)
    {
        var ended = session.NextAsync<TurnEnded>();
        for (var i = 0; i < limit.TotalSeconds * 4 && !ended.IsCompleted; i++)
        {
            _fixture.Time.Advance(TimeSpan.FromMilliseconds(250));
            using var barrier = await session.Session.SubscribeAsync(cancellationToken: Token);
        }

        await ended;
    }

    private async Task<Guid> SpokenAsync(ObservedSession session)
    {
        var ended = await session.NextAsync<ReplyEnded>();
        foreach (var chunk in session.Seen.OfType<ReplyChunk>())
        {
            await chunk.Clip!.WaitAsync(Token);
        }

        // The session learns of the last clip on its loop.
        using var barrier = await session.Session.SubscribeAsync(cancellationToken: Token);
        using var second = await session.Session.SubscribeAsync(cancellationToken: Token);
        return ended.MessageId;
    }

    private async Task<(ObservedSession Session, Speaker Speaker)> AskAsync(SpeakerOptions options)
    {
        var session = await _fixture.StartAsync();
        var speaker = await session.Session.OpenSpeakerAsync(options, Token);
        await session.DoAsync(new SendMessage { Text = "hi" });
        return (session, speaker);
    }
}
