using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.SocketIo.AspNetCore;
using Parley.SocketIo.AspNetCore.EngineIo;

namespace Parley.SocketIo.TestHost;

/// <summary>
/// Socket.IO at <c>/socket.io/</c> with the namespaces <c>/</c> and <c>/custom</c>, and at <c>/engine.io/</c> the bare
/// transport, which echoes.
/// </summary>
public static class ConformanceHost
{
    // The public suites await one message after the other and lose the second of two that one read brings.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    public static WebApplication Create(TestHostOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddSocketIo(server =>
        {
            server.PingInterval = TimeSpan.FromMilliseconds(options.PingInterval);
            server.PingTimeout = TimeSpan.FromMilliseconds(options.PingTimeout);
            server.ConnectTimeout = TimeSpan.FromMilliseconds(options.ConnectTimeout);
            server.MaxPayload = options.MaxPayload;
            server.EscapeNonAscii = options.EscapeNonAscii;
        });
        builder.Services.AddSingleton(provider => EngineEcho.CreateServer(provider));
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapSocketIo("/socket.io/", io =>
        {
            Configure(io.Of("/"));
            Configure(io.Of("/custom"));
        });
        var engine = app.Services.GetRequiredService<EngineIoServer>();
        app.Map("/engine.io/", engine.HandleAsync);
        return app;
    }

    private static void Configure(SocketIoNamespace target) => target
        .OnConnect((socket, auth, _) =>
        {
            socket.State = SocketIoArguments.Of(auth);
            return new ValueTask<SocketIoConnectResult>(SocketIoConnectResult.Accept);
        })
        .OnConnected(async (socket, cancellationToken) =>
        {
            await Task.Delay(Breath, TimeProvider.System, cancellationToken);
            await socket.EmitAsync("auth", (SocketIoArguments)socket.State!, cancellationToken);
        })
        .On("message", (socket, message, cancellationToken) => socket.EmitAsync("message-back", message.Arguments, cancellationToken))
        .On("message-with-ack", (_, message, _) =>
        {
            message.Acknowledge(message.Arguments);
            return default;
        });
}
