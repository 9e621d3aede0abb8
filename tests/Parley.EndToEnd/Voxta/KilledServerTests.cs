using System.Collections.Concurrent;
using Parley.Conversation.Characters;
using Parley.Realtime;
using Parley.Testing;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.EndToEnd.Voxta;

/// <summary>kill -9 of the real server while chats are being written: what a client was told is there afterwards, and the chat goes on.</summary>
public sealed class KilledServerTests
{
    private const int Rounds = 4;
    private const int Clients = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_a_client_was_told_is_lost()
    {
        using var folder = new TemporaryDirectory();
        var chats = Enumerable.Range(0, Clients).Select(_ => new ToldChat()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            await using (var server = await ServerProcess.StartAsync(folder))
            {
                var talks = new List<Talk>();
                foreach (var chat in chats)
                {
                    talks.Add(await Talk.OpenAsync(server.Address, chat, round));
                }

                // Every client is in the middle of writing when the process dies.
                var writing = talks.Select((talk, index) => talk.WriteAsync($"round {round} client {index}")).ToList();
                await Task.WhenAll(talks.Select(talk => talk.Enough)).WaitAsync(Deadline, Token);
                await server.KillAsync();
                await Task.WhenAll(writing).WaitAsync(Deadline, Token);
                foreach (var talk in talks)
                {
                    await talk.DisposeAsync();
                }
            }
        }

        await using var last = await ServerProcess.StartAsync(folder);
        foreach (var chat in chats)
        {
            await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = last.Address, AutoSubscribe = false });
            await client.ConnectAsync(Token);
            var list = await client.RequestAsync<ChatsListLoaded>(new LoadChatsListMessage(), cancellationToken: Token);
            list.Chats.Select(c => c.Id).ShouldContain(chat.Id);
            Check(chat, (await client.LoadChatAsync(chat.Id, Token)).Messages);
            chat.Texts.Count.ShouldBeGreaterThan(Rounds);
        }
    }

    private static void Check(ToldChat chat, IReadOnlyList<ChatMessage> kept)
    {
        var texts = kept.ToDictionary(m => m.MessageId, m => m.Text);
        foreach (var (id, text) in chat.Texts)
        {
            texts.ShouldContainKey(id);
            texts[id].ShouldBe(text);
        }

        // In the order in which they were written, none twice, none without its text.
        kept.Select(m => m.Index).ShouldBe(Enumerable.Range(0, kept.Count));
        kept.ShouldAllBe(m => m.Text.Length > 0);
    }

    /// <summary>What one client has been told of its chat, over all rounds: the latest text of each message.</summary>
    private sealed class ToldChat
    {
        public Guid Id { get; set; }

        public ConcurrentDictionary<Guid, string> Texts { get; } = new();
    }

    private sealed class Talk : IAsyncDisposable
    {
        private readonly VoxtaClient _client;
        private readonly IDisposable _messages;
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _told;

        private Talk(VoxtaClient client, ToldChat chat)
        {
            _client = client;
            _messages = client.On<MessageUpdated>(e =>
            {
                if (e.Text is { } text)
                {
                    chat.Texts[e.MessageId] = text;
                    if (++_told >= 12)
                    {
                        _enough.TrySetResult();
                    }
                }
                else
                {
                    chat.Texts.TryRemove(e.MessageId, out _);
                }
            });
        }

        /// <summary>Completes when so many messages were told that the kill falls between others.</summary>
        public Task Enough => _enough.Task;

        public static async Task<Talk> OpenAsync(Uri server, ToldChat chat, int round)
        {
            // Without speech nothing is cut to what was heard: a text once told stays.
            var client = new VoxtaClient(new VoxtaClientOptions
            {
                ServerUrl = server,
                AutoSubscribe = false,
                Reconnect = ReconnectPolicy.None,
                Capabilities = new ClientCapabilities { AudioInput = "None", AudioOutput = "None" },
            });
            var talk = new Talk(client, chat);
            await client.ConnectAsync(Token);
            if (round == 0)
            {
                chat.Id = (await client.StartChatAsync(BuiltInCharacters.DefaultId, cancellationToken: Token)).ChatId;
            }
            else
            {
                Check(chat, (await client.ResumeChatAsync(chat.Id, Token)).Messages);
            }

            return talk;
        }

        /// <summary>Writes until the connection is gone; every second message wants a reply, so that both sides' are under way.</summary>
        public async Task WriteAsync(string name)
        {
            try
            {
                for (var number = 0; ; number++)
                {
                    await _client.SendMessageAsync($"{name} message {number}", doReply: number % 2 == 0, cancellationToken: Token);
                }
            }
            catch (Exception error) when (error is RealtimeException)
            {
                // The server is dead.
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _client.DisposeAsync();
            _messages.Dispose();
        }
    }
}
