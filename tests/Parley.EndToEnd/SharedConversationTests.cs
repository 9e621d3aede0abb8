using System.Text.Json;
using Parley.Conversation;
using Parley.EndToEnd.Estuary;
using Parley.EndToEnd.VoxNexus;
using Parley.Testing;
using Parley.Testing.Server;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.EndToEnd;

/// <summary>One conversation of one player over two protocols at once, in text and voice: real engines, real sockets.</summary>
public sealed class SharedConversationTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _folder = new();

    public SharedConversationTests() => Storyteller.MoveInto(_folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Begun_over_Estuary_it_is_watched_and_joined_over_Voxta()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var estuary = await EstuaryPeer.StartAsync("python");
        var info = await estuary.ConnectAsync(server.Address, Storyteller.Id, 16_000, PlayerId.Default.Value);
        await estuary.EmitAsync("text", new { text = "My name is Ann", textOnly = true });
        await estuary.NextAsync("bot_response", IsFinal);

        // An app that only connects finds the live session and what was said in it.
        await using var voxta = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server.Address });
        await using var audio = new VoxtaAudioClient(new VoxtaAudioClientOptions { ServerUrl = server.Address });
        var events = voxta.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        var negotiation = await voxta.NegotiateAsync(Token);
        await voxta.ConnectAsync(negotiation, Token);
        var chat = await NextAsync<ChatStarted>(events);
        chat.ChatId.ToString().ShouldBe(info.GetProperty("conversation_id").GetString());
        chat.Messages.Select(m => m.Role).ShouldBe([ChatMessageRole.User, ChatMessageRole.Assistant]);
        chat.Messages[0].Text.ShouldBe("My name is Ann");
        await audio.ConnectAsync(negotiation, Token);

        // Each side's words reach the other, and both get the answer.
        await voxta.SendMessageAsync("What is two plus two?", cancellationToken: Token);
        Text(await estuary.NextAsync("bot_response", e => IsFinal(e) && e.GetProperty("text").GetString()!.Contains('4'))).ShouldNotBeEmpty();
        await NextAsync<MessageUpdated>(events, e => e.Role == ChatMessageRole.Assistant && e.Text!.Contains('4'));
        await estuary.EmitAsync("text", new { text = "What is three plus four?", textOnly = true });
        await NextAsync<MessageUpdated>(events, e => e.Role == ChatMessageRole.User && e.Text == "What is three plus four?");
        await NextAsync<MessageUpdated>(events, e => e.Role == ChatMessageRole.Assistant && e.Text!.Contains('7'));
        await estuary.NextAsync("bot_response", e => IsFinal(e) && e.GetProperty("text").GetString()!.Contains('7'));

        // One speaks, both hear; the other one has heard enough.
        await estuary.EmitAsync("start_voice");
        await estuary.NextAsync("voice_started");
        await estuary.SayAsync(await Recordings.SpeakAsync(server, "The weather is good today."), 16_000);
        (await NextAsync<SpeechRecognitionEnd>(events, e => e.Text is not null)).Text!.ToLowerInvariant().ShouldContain("weather");
        var story = await NextAsync<ReplyStart>(events);
        await estuary.NextAsync("bot_response", e => IsFinal(e) && e.GetProperty("text").GetString() == Storyteller.Story);
        await estuary.NextAsync("bot_voice", e => e.GetProperty("chunk_index").GetInt32() >= 10 && e.GetProperty("message_id").GetString() == WireId(story.MessageId));
        var voice = new HeardAudio();
        using var listening = audio.OnAudio(voice.Add);
        await voice.ForAsync(TimeSpan.FromSeconds(2));
        await voxta.InterruptAsync(cancellationToken: Token);
        (await estuary.NextAsync("interrupt")).GetProperty("payload").GetProperty("message_id").GetString().ShouldBe(WireId(story.MessageId));
        (await NextAsync<InterruptSpeech>(events)).MessageId.ShouldBe(story.MessageId);

        // Whoever watches may leave: the conversation goes on.
        await voxta.CloseAsync(Token);
        await estuary.EmitAsync("text", new { text = "What is two plus three?", textOnly = true });
        await estuary.NextAsync("bot_response", e => IsFinal(e) && e.GetProperty("text").GetString()!.Contains('5'));
    }

    [Fact]
    public async Task Begun_over_Voxta_it_is_joined_over_Estuary()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var voxta = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server.Address, AutoSubscribe = false });
        await using var audio = new VoxtaAudioClient(new VoxtaAudioClientOptions { ServerUrl = server.Address });
        var events = voxta.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        var voice = new HeardAudio();
        using var listening = audio.OnAudio(voice.Add);
        var negotiation = await voxta.NegotiateAsync(Token);
        await voxta.ConnectAsync(negotiation, Token);
        await audio.ConnectAsync(negotiation, Token);
        var chat = await voxta.StartChatAsync(Storyteller.Id, cancellationToken: Token);

        await using var estuary = await EstuaryPeer.StartAsync("ts");
        var info = await estuary.ConnectAsync(server.Address, Storyteller.Id, 24_000, PlayerId.Default.Value);
        info.GetProperty("conversation_id").GetString().ShouldBe(chat.ChatId.ToString());

        // Spoken over Voxta, told and heard over Estuary, stopped there.
        var line = new OpenLine();
        await using (new LineSender(line, audio.SendAudioAsync))
        {
            line.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
            Text(await estuary.NextAsync("stt_response", IsFinal)).ShouldContain("weather");
            var story = await estuary.NextAsync("bot_response", e => IsFinal(e) && e.GetProperty("text").GetString() == Storyteller.Story);
            var id = story.GetProperty("payload").GetProperty("message_id").GetString()!;
            await estuary.NextAsync("bot_voice", e => e.GetProperty("chunk_index").GetInt32() >= 15 && e.GetProperty("message_id").GetString() == id);
            await voice.ForAsync(TimeSpan.FromSeconds(3));
            (await Recordings.HearAsync(server, voice.Bytes(TimeSpan.FromSeconds(3)))).ShouldContain("weather");
            await estuary.EmitAsync("client_interrupt", new { message_id = id });
            (await estuary.NextAsync("interrupt")).GetProperty("payload").GetProperty("reason").GetString().ShouldBe("client_interrupt");
            (await NextAsync<InterruptSpeech>(events)).MessageId.ToString().ShouldBe(Guid.ParseExact(id[4..], "N").ToString());
        }

        // The owner's app is gone; who is left in the chat goes on with it.
        await audio.CloseAsync(Token);
        await voxta.CloseAsync(Token);
        await estuary.EmitAsync("text", new { text = "What is two plus three?", textOnly = true });
        await estuary.NextAsync("bot_response", e => IsFinal(e) && e.GetProperty("text").GetString()!.Contains('5'));

        // Over Voxta the chat is found again with all that was said, cut to what was heard.
        await using var again = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server.Address, AutoSubscribe = false });
        await again.ConnectAsync(Token);
        var resumed = await again.ResumeChatAsync(chat.ChatId, Token);
        resumed.SessionId.ShouldBe(chat.SessionId);
        resumed.Messages.Select(m => m.Role).ShouldBe([ChatMessageRole.User, ChatMessageRole.Assistant, ChatMessageRole.User, ChatMessageRole.Assistant]);
        Storyteller.Story.ShouldStartWith(resumed.Messages[1].Text.TrimEnd('…'));
        resumed.Messages[1].Text.ShouldNotBe(Storyteller.Story);
    }

    private static string WireId(Guid id) => "msg_" + id.ToString("N");

    private static bool IsFinal(JsonElement e) => e.GetProperty("is_final").GetBoolean();

    private static string Text(JsonElement report) => report.GetProperty("payload").GetProperty("text").GetString()!;

    private static async Task<TEvent> NextAsync<TEvent>(IAsyncEnumerator<VoxtaEvent> events, Func<TEvent, bool>? fits = null)
        where TEvent : VoxtaEvent
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Deadline, Token))
        {
            if (events.Current is TEvent found && (fits is null || fits(found)))
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The events ended before {typeof(TEvent).Name}.");
    }
}
