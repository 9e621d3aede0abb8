using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.VoxNexus;
using Parley.Speech;
using Parley.Testing;
using Parley.Testing.Server;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.VoxNexus;

/// <summary>A real server with scripted engines and a clock that only the test moves.</summary>
internal sealed class VoxNexusFixture : IAsyncDisposable
{
    private readonly List<VoxNexusSocket> _sockets = [];

    private VoxNexusFixture(ServerFixture server, ScriptedSpeechEngines engines, FakeTimeProvider time)
    {
        Server = server;
        Engines = engines;
        Time = time;
    }

    public ServerFixture Server { get; }

    public ScriptedSpeechEngines Engines { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<VoxNexusFixture> StartAsync(ScriptedSpeechEngines? engines = null, VoxNexusOptions? options = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var used = engines ?? new ScriptedSpeechEngines();
        var time = new FakeTimeProvider();
        var server = await ServerFixture.StartAsync(settings, services =>
        {
            services.AddSingleton<ISpeechEngines>(used);
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton(options ?? new VoxNexusOptions());
        });
        return new VoxNexusFixture(server, used, time);
    }

    /// <summary>Opens a socket that does not outlive the server.</summary>
    public async Task<VoxNexusSocket> OpenAsync(string path, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = await VoxNexusSocket.OpenAsync(Server, path, configure);
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>Opens and initialises.</summary>
    public async Task<VoxNexusSocket> ReadyAsync(string path, string init)
    {
        var socket = await OpenAsync(path);
        await socket.SendAsync(init);
        (await socket.ReceiveAsync()).Type().ShouldBe("ready");
        return socket;
    }

    public Task<VoxNexusSocket> TtsAsync(string more = "") => ReadyAsync(VoxNexusSocket.Tts, $$"""{"type":"init","voice_id":"test-one"{{more}}}""");

    public Task<VoxNexusSocket> SttAsync(string more = "") => ReadyAsync(VoxNexusSocket.Stt, $$"""{"type":"init"{{more}}}""");

    public async Task<(VoxNexusSocket Socket, ScriptedRecognitionStream Stream)> ListenAsync(string more = "")
    {
        var socket = await SttAsync(more);
        return (socket, await Engines.ScriptedRecognizer.NextStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Lets time pass in steps until something has happened: how much had to pass is not the point.</summary>
    public async Task PassTimeUntilAsync(Task happened, TimeSpan step)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!happened.IsCompleted)
        {
            deadline.IsCancellationRequested.ShouldBeFalse("it did not happen however much time passed");
            Time.Advance(step);
            await Task.WhenAny(happened, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token));
        }

        await happened;
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
