using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Testing;

namespace Parley.SocketIo.AspNetCore.Tests;

/// <summary>An application with a Socket.IO server on a free port. An error in its log that was not announced fails the test.</summary>
internal sealed class SocketIoTestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SocketIoTestServer(WebApplication app, LogCollector log)
    {
        _app = app;
        Log = log;
        Url = new Uri(app.Urls.First());
    }

    public Uri Url { get; }

    public LogCollector Log { get; }

    public SocketIoServer Server => _app.Services.GetRequiredService<SocketIoServer>();

    public static async Task<SocketIoTestServer> StartAsync(Action<SocketIoServer> configure, Action<SocketIoServerOptions>? options = null, TimeProvider? time = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var log = new LogCollector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.Logging.AddFilter("Parley", LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddSocketIo(options);
        builder.Services.AddCors(cors => cors.AddPolicy("friends", policy => policy.WithOrigins("https://friend.example").AllowCredentials().AllowAnyHeader()));
        var app = builder.Build();
        app.UseCors();
        app.MapSocketIo("/socket.io/", configure).RequireCors("friends");
        await app.StartAsync();
        return new SocketIoTestServer(app, log);
    }

    public SocketIoClient CreateClient(SocketIoClientTransports transports = SocketIoClientTransports.WebSocketOnly, Func<SocketIoClientOptions, SocketIoClientOptions>? change = null)
    {
        var options = new SocketIoClientOptions { ServerUrl = Url, Transports = transports, Reconnect = Realtime.ReconnectPolicy.None };
        return new SocketIoClient(change?.Invoke(options) ?? options);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Log.ThrowOnErrors();
    }
}
