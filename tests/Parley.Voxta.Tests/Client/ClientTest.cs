using Parley.Realtime;
using Parley.Testing;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Client;

/// <summary>A client, the hub it talks to and the clock both live by.</summary>
public abstract class ClientTest : IAsyncLifetime
{
    private protected ClientTest(Func<VoxtaClientOptions, VoxtaClientOptions>? vary = null)
    {
        var options = new VoxtaClientOptions
        {
            Negotiate = false,
            Connector = Hub,
            TimeProvider = Clock,
            Reconnect = ReconnectPolicy.Default with { Jitter = 0 },
        };
        Client = new VoxtaClient(vary?.Invoke(options) ?? options);
    }

    private protected ScriptedHub Hub { get; } = new();

    private protected FakeTimeProvider Clock { get; } = new();

    private protected VoxtaClient Client { get; }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static Guid Session { get; } = new("5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10");

    protected static Guid ChatId { get; } = new("11111111-1111-1111-1111-111111111111");

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        // A close handshake nobody answers ends by the clock.
        var disposing = Client.DisposeAsync().AsTask();
        while (!disposing.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await disposing;
        GC.SuppressFinalize(this);
    }

    private protected async Task<ScriptedConnection> ConnectAsync()
    {
        var connecting = Client.ConnectAsync(Token);
        var connection = await Hub.WelcomeAsync();
        await connecting.WaitAsync(ScriptedHub.Deadline, Token);
        return connection;
    }

    /// <summary>Reads events until one of the type comes.</summary>
    private protected static async Task<T> NextAsync<T>(IAsyncEnumerator<VoxtaEvent> events)
        where T : VoxtaEvent
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(ScriptedHub.Deadline, Token))
        {
            if (events.Current is T found)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The events ended before a {typeof(T).Name}.");
    }

    private protected static ChatStarted Started() => new()
    {
        SessionId = Session,
        ChatId = ChatId,
        Characters = [new ChatParticipantInfo { Name = "Rex" }],
    };
}
