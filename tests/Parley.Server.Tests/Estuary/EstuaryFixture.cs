using Microsoft.Extensions.DependencyInjection;
using Parley.Conversation.Characters;
using Parley.Conversation.Replies;
using Parley.Server.Estuary;
using Parley.Speech;
using Parley.Testing;
using Parley.Testing.Conversations;
using Parley.Testing.Server;
using ScriptedSpeechEngines = Parley.Testing.Speech.ScriptedSpeechEngines;

namespace Parley.Server.Tests.Estuary;

/// <summary>A real server with scripted engines, answers by the test, and a clock that only the test moves.</summary>
internal sealed class EstuaryFixture : IAsyncDisposable
{
    private readonly List<EstuarySocket> _sockets = [];

    private EstuaryFixture(ServerFixture server, ScriptedSpeechEngines engines, TestReplyEngine replies, FakeTimeProvider time)
    {
        Server = server;
        Engines = engines;
        Replies = replies;
        Time = time;
    }

    public static Guid Character => BuiltInCharacters.DefaultId;

    public ServerFixture Server { get; }

    public ScriptedSpeechEngines Engines { get; }

    public TestReplyEngine Replies { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<EstuaryFixture> StartAsync(
        EstuaryOptions? options = null, IReadOnlyDictionary<string, string?>? settings = null, TemporaryDirectory? folder = null, ScriptedSpeechEngines? engines = null)
    {
        engines ??= new ScriptedSpeechEngines();
        var replies = new TestReplyEngine();
        var time = new FakeTimeProvider();
        var server = await ServerFixture.StartAsync(
            settings,
            services =>
            {
                services.AddSingleton<ISpeechEngines>(engines);
                services.AddSingleton<IReplyEngine>(replies);
                services.AddSingleton<TimeProvider>(time);
                services.AddSingleton(options ?? new EstuaryOptions());
            },
            folder);
        return new EstuaryFixture(server, engines, replies, time);
    }

    public static string Auth(string player = "ann", string more = "") =>
        $$"""{"api_key":"est_test","character_id":"{{Character}}","player_id":"{{player}}"{{more}}}""";

    /// <summary>A raw connection, in no namespace yet.</summary>
    public async Task<EstuarySocket> OpenAsync(string query = "")
    {
        var socket = await EstuarySocket.OpenAsync(Server, query);
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>A connection that has its <c>session_info</c>.</summary>
    public async Task<EstuarySocket> ConnectAsync(string player = "ann", string more = "", string query = "")
    {
        var socket = await OpenAsync(query);
        await socket.SendAsync("40/sdk," + Auth(player, more));
        (await socket.NextPacketAsync()).ShouldStartWith("40/sdk,{\"sid\":");
        socket.Info = await socket.EventAsync("session_info");
        return socket;
    }

    /// <summary>Lets time pass in steps in which the client answers its pings; the last step is not waited for.</summary>
    public async Task PassAsync(EstuarySocket client, TimeSpan time)
    {
        var step = TimeSpan.FromSeconds(10);
        for (; time > 1.5 * step; time -= step)
        {
            Time.Advance(step);
            (await client.AskAsync("update_preferences")).ShouldBeEmpty();
        }

        Time.Advance(time);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
        {
            await socket.DisposeAsync();
        }

        await Server.DisposeAsync();
    }
}
