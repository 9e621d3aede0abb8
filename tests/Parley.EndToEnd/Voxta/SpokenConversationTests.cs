using System.Collections.Concurrent;
using System.Text;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.EndToEnd.VoxNexus;
using Parley.Testing;
using Parley.Testing.Server;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.EndToEnd.Voxta;

/// <summary>A question spoken in real time, its spoken answer, and a spoken interruption: real engines, real sockets.</summary>
public sealed class SpokenConversationTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _folder = new();

    public SpokenConversationTests() => Storyteller.MoveInto(_folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Over_the_audio_client_the_answer_is_heard_until_somebody_speaks()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server.Address, AutoSubscribe = false });
        await using var audio = new VoxtaAudioClient(new VoxtaAudioClientOptions { ServerUrl = server.Address });
        using var story = new StoryOfAChat(client);
        var voice = new HeardAudio();
        using var listening = audio.OnAudio(voice.Add);
        var negotiation = await client.NegotiateAsync(Token);
        await client.ConnectAsync(negotiation, Token);
        await audio.ConnectAsync(negotiation, Token);
        var chat = await client.StartChatAsync(Storyteller.Id, cancellationToken: Token);
        var line = new OpenLine();
        await using var sending = new LineSender(line, audio.SendAudioAsync);

        line.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
        (await story.TranscriptAsync(1)).ShouldContain("weather");
        (await story.FirstChunkAsync()).ShouldStartWith("The weather is good today.");
        await voice.ForAsync(TimeSpan.FromSeconds(4));
        line.Say(await Recordings.SpeakAsync(server, "Number seven. Please tell me another story about the harbour."));
        var cut = await story.InterruptedAsync();
        (await Recordings.HearAsync(server, voice.Bytes(TimeSpan.FromSeconds(4)))).ShouldContain("weather");
        await story.TranscriptAsync(2);
        await story.SecondAnswerAsync();

        CheckHistory(await client.LoadChatAsync(chat.ChatId, Token), cut);
    }

    [Fact]
    public async Task Over_the_microphone_socket_the_app_plays_clips_and_sends_the_words_itself()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        var options = new VoxtaClientOptions { ServerUrl = server.Address, AutoSubscribe = false };
        await using var client = new VoxtaClient(options);
        using var story = new StoryOfAChat(client);
        await client.ConnectAsync(Token);
        var chat = await client.StartChatAsync(Storyteller.Id, cancellationToken: Token);
        await using var microphone = await VoxtaMicrophone.OpenAsync(options, chat.SessionId, PcmFormat.Speech16K, Token);
        var line = new OpenLine();
        await using var sending = new LineSender(line, (source, token) => SendAsync(microphone, source, token));

        line.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
        var said = await story.TranscriptAsync(1);
        said.ShouldContain("weather");
        await client.SendMessageAsync(said, cancellationToken: Token);
        (await story.FirstChunkAsync()).ShouldStartWith("The weather is good today.");

        // The clips are what was written; the app says when it begins to play each, and how long it is.
        var chunks = await story.ChunksAsync(Storyteller.Story);
        var (duration, wav) = await FetchAsync(server, chunks[0].AudioUrl);
        (await Recordings.HearAsync(server, wav)).ShouldContain("weather");
        await client.SpeechPlaybackStartAsync(chunks[0].MessageId, chunks[0].StartIndex, chunks[0].EndIndex, duration, cancellationToken: Token);
        var (second, _) = await FetchAsync(server, chunks[1].AudioUrl);
        await client.SpeechPlaybackStartAsync(chunks[1].MessageId, chunks[1].StartIndex, chunks[1].EndIndex, second, cancellationToken: Token);

        line.Say(await Recordings.SpeakAsync(server, "Number seven. Please tell me another story about the harbour."));
        var cut = await story.InterruptedAsync();
        await client.SpeechPlaybackCompleteAsync(chunks[0].MessageId, cancellationToken: Token);
        await client.SendMessageAsync(await story.TranscriptAsync(2), cancellationToken: Token);
        await story.SecondAnswerAsync();

        CheckHistory(await client.LoadChatAsync(chat.ChatId, Token), cut);
        cut.Length.ShouldBeLessThanOrEqualTo(chunks[1].EndIndex + 1);
    }

    private static void CheckHistory(ChatLoaded chat, string cut)
    {
        chat.Messages.Select(m => m.Role).ShouldBe([ChatMessageRole.User, ChatMessageRole.Assistant, ChatMessageRole.User, ChatMessageRole.Assistant]);
        chat.Messages[1].Text.ShouldBe(cut);
        cut.ShouldNotBe(Storyteller.Story);
        Storyteller.Story.ShouldStartWith(cut.TrimEnd('…'));
        chat.Messages[0].Text.ToLowerInvariant().ShouldContain("weather");
    }

    private static async Task SendAsync(VoxtaMicrophone microphone, IAudioSource source, CancellationToken cancellationToken)
    {
        var samples = new short[320];
        var bytes = new byte[samples.Length * PcmFormat.BytesPerSample];
        while (true)
        {
            var count = await source.ReadAsync(samples, cancellationToken);
            var length = Pcm16.ToBytes(samples.AsSpan(0, count), bytes);
            await microphone.SendAudioAsync(bytes.AsMemory(0, length), cancellationToken);
        }
    }

    private static async Task<(TimeSpan Duration, byte[] Wav)> FetchAsync(ServerFixture server, string url)
    {
        var wav = await server.Http.GetByteArrayAsync(new Uri(url, UriKind.Relative), Token).WaitAsync(Deadline, Token);
        await using var source = await WavSource.OpenAsync(new MemoryStream(wav), cancellationToken: Token);
        var samples = 0;
        var buffer = new short[4_096];
        int count;
        while ((count = await source.ReadAsync(buffer, Token)) > 0)
        {
            samples += count;
        }

        return (source.Format.Duration(samples), wav);
    }

    /// <summary>What an app hears of its chat.</summary>
    private sealed class StoryOfAChat : IDisposable
    {
        private readonly IDisposable[] _subscriptions;
        private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _transcripts = new();
        private readonly TaskCompletionSource<string> _first = New<string>();
        private readonly TaskCompletionSource<IReadOnlyList<ReplyChunk>> _whole = New<IReadOnlyList<ReplyChunk>>();
        private readonly TaskCompletionSource<string> _cut = New<string>();
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<ReplyChunk> _chunks = [];
        private readonly StringBuilder _text = new();
        private int _transcriptCount;
        private Guid? _told;
        private bool _interrupted;

        public StoryOfAChat(VoxtaClient client) =>
            _subscriptions =
            [
                client.On<SpeechRecognitionEnd>(e =>
                {
                    if (e.Text is { } text)
                    {
                        Transcript(++_transcriptCount).TrySetResult(text.ToLowerInvariant());
                    }
                }),
                client.On<ReplyChunk>(OnChunk),
                client.On<InterruptSpeech>(e => _interrupted |= e.MessageId == _told),
                client.On<MessageUpdated>(e =>
                {
                    if (_interrupted && e.MessageId == _told && e.Text is { } text)
                    {
                        _cut.TrySetResult(text);
                    }
                }),
                client.On<ReplyEnd>(e =>
                {
                    if (_told is { } told && e.MessageId != told)
                    {
                        _second.TrySetResult();
                    }
                }),
            ];

        public Task<string> TranscriptAsync(int number) => Transcript(number).Task.WaitAsync(Deadline, Token);

        public Task<string> FirstChunkAsync() => _first.Task.WaitAsync(Deadline, Token);

        /// <summary>The pieces of the whole answer.</summary>
        public async Task<IReadOnlyList<ReplyChunk>> ChunksAsync(string text)
        {
            var chunks = await _whole.Task.WaitAsync(Deadline, Token);
            string.Concat(chunks.Select(c => c.Text)).TrimEnd().ShouldBe(text);
            chunks.Zip(chunks.Skip(1)).ShouldAllBe(pair => pair.First.EndIndex == pair.Second.StartIndex);
            return chunks;
        }

        /// <summary>What the first answer's text is after the interruption.</summary>
        public Task<string> InterruptedAsync() => _cut.Task.WaitAsync(Deadline, Token);

        public Task SecondAnswerAsync() => _second.Task.WaitAsync(Deadline, Token);

        public void Dispose()
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Dispose();
            }
        }

        private void OnChunk(ReplyChunk chunk)
        {
            _told ??= chunk.MessageId;
            if (chunk.MessageId != _told)
            {
                return;
            }

            _text.Append(chunk.Text);
            _chunks.Add(chunk);
            _first.TrySetResult(chunk.Text);
            if (_text.ToString().TrimEnd().Length >= Storyteller.Story.Length)
            {
                _whole.TrySetResult([.. _chunks]);
            }
        }

        private TaskCompletionSource<string> Transcript(int number) => _transcripts.GetOrAdd(number, static _ => New<string>());

        private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
