using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Parley.Speech;
using Parley.Testing;
using Parley.Testing.Server;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.Voxta;

/// <summary>A real server with scripted engines, the shipped characters and the scripted replies, and hub sockets on it.</summary>
internal sealed class VoxtaFixture : IAsyncDisposable
{
    private readonly List<HubSocket> _sockets = [];

    private VoxtaFixture(ServerFixture server, ScriptedSpeechEngines engines)
    {
        Server = server;
        Engines = engines;
    }

    public ServerFixture Server { get; }

    public ScriptedSpeechEngines Engines { get; }

    /// <summary>Starts the server.</summary>
    /// <param name="autoSession">Whether a default chat starts by itself.</param>
    /// <param name="settings">Other settings.</param>
    /// <param name="folder">A data directory that outlives the server; null for one of its own.</param>
    /// <param name="configure">Services in place of the server's own: a clock, a reply engine.</param>
    public static async Task<VoxtaFixture> StartAsync(
        bool autoSession = false, IReadOnlyDictionary<string, string?>? settings = null, TemporaryDirectory? folder = null, Action<IServiceCollection>? configure = null)
    {
        var engines = new ScriptedSpeechEngines();
        var all = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>()) { ["autoSession"] = autoSession ? "true" : "false" };
        return new VoxtaFixture(await ServerFixture.StartAsync(
            all,
            services =>
            {
                services.AddSingleton<ISpeechEngines>(engines);
                configure?.Invoke(services);
            },
            folder), engines);
    }

    public async Task<HubSocket> OpenAsync(string query = "", Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = await HubSocket.OpenAsync(Server.Address, query, configure);
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>Opens, shakes hands and authenticates an app.</summary>
    public async Task<HubSocket> AppAsync(string query = "", string output = "None", string client = "Test", string features = "")
    {
        var socket = await OpenAsync(query);
        await socket.ShakeHandsAsync();
        await socket.InvokeAsync($$"""{"$type":"authenticate","client":"{{client}}","scope":["role:app"],"capabilities":{"audioInput":"WebSocketStream","audioOutput":"{{output}}"{{features}} } }""");
        await socket.NextAsync("welcome");
        return socket;
    }

    /// <summary>An app with a started chat, past the greeting.</summary>
    public async Task<(HubSocket Socket, string Session, string Chat)> ChatAsync(string output = "None")
    {
        var socket = await AppAsync(output: output);
        await socket.InvokeAsync("""{"$type":"startChat","characterId":"7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01"}""");
        var started = await socket.NextAsync("chatStarted");
        await socket.NextAsync("replyEnd");
        await socket.WaitForInputAsync();
        return (socket, started.GetProperty("sessionId").GetString()!, started.GetProperty("chatId").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        await Server.DisposeAsync();
    }
}
