using Parley.Testing;

namespace Parley.Estuary.Tests.Fakes;

/// <summary>A server that the test speaks frame by frame, in memory.</summary>
internal sealed class ScriptedServer
{
    public const string Open = """0{"sid":"e1","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""";

    public const string Character = "c7a5d9a0-0000-4000-8000-000000000001";

    private readonly List<ScriptedSession> _sessions = [];

    public InMemoryConnector Connector { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public EstuaryClientOptions Options => new()
    {
        ServerUrl = new Uri("http://estuary.test"),
        ApiKey = "est_secret",
        CharacterId = Character,
        PlayerId = "ann",
        Connector = Connector,
        TimeProvider = Time,
    };

    /// <summary>A client with its open session.</summary>
    public static async Task<(EstuaryClient Client, ScriptedSession Session)> ConnectAsync(ScriptedServer? server = null, EstuaryClientOptions? options = null)
    {
        server ??= new ScriptedServer();
        var client = new EstuaryClient(options ?? server.Options);
        var connecting = client.ConnectAsync(TestContext.Current.CancellationToken);
        var session = await server.AcceptAsync();
        await connecting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return (client, session);
    }

    /// <summary>Disposes of the client at the test's end. Nobody answers its goodbye, and the clock stands: its connections are cut.</summary>
    public IAsyncDisposable Leaving(EstuaryClient client) => new Leave(this, client);

    /// <summary>Takes the next connection and opens its session.</summary>
    public async Task<ScriptedSession> AcceptAsync()
    {
        var session = await AcceptNamespaceAsync();
        await session.OpenAsync();
        return session;
    }

    /// <summary>Takes the next connection up to the namespace's accept.</summary>
    public async Task<ScriptedSession> AcceptNamespaceAsync()
    {
        var session = new ScriptedSession(this, await Connector.AcceptAsync(TestContext.Current.CancellationToken));
        _sessions.Add(session);
        await session.SendAsync(Open);
        session.ConnectPacket = await session.NextAsync();
        await session.SendAsync("""40/sdk,{"sid":"s1"}""");
        return session;
    }

    private sealed class Leave(ScriptedServer server, EstuaryClient client) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            var leaving = client.DisposeAsync().AsTask();
            server._sessions.ForEach(s => s.Cut());
            await leaving.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }
}
