using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Parley.Realtime.Tests;

public class ClientWebSocketConnectorTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401, null, RealtimeErrorCodes.Unauthorized, false)]
    [InlineData(403, null, RealtimeErrorCodes.Forbidden, false)]
    [InlineData(404, null, RealtimeErrorCodes.HandshakeRefused, false)]
    [InlineData(429, 7, RealtimeErrorCodes.RateLimited, true)]
    [InlineData(503, 30, RealtimeErrorCodes.Unavailable, true)]
    public async Task A_refused_handshake_is_a_typed_error(int status, int? retryAfter, string code, bool transient)
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            return Task.CompletedTask;
        });
        var request = new WebSocketRequest(new Uri(Address(server), "?token=sesame"));
        var error = await Should.ThrowAsync<ConnectionException>(new ClientWebSocketConnector().ConnectAsync(request, Token));
        (error.HttpStatus, error.Code, error.IsTransient).ShouldBe((status, code, transient));
#if NETSTANDARD_SDK
        // That target's socket does not show the answer's headers.
        error.RetryAfter.ShouldBeNull();
#else
        error.RetryAfter.ShouldBe(retryAfter is { } wanted ? TimeSpan.FromSeconds(wanted) : null);
#endif
        error.ToString().ShouldNotContain("sesame");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_typed_error()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var error = await Should.ThrowAsync<ConnectionException>(
            new ClientWebSocketConnector().ConnectAsync(new WebSocketRequest(new Uri($"ws://127.0.0.1:{port}/?token=sesame")), Token));
        (error.HttpStatus, error.Code, error.IsTransient).ShouldBe((null, RealtimeErrorCodes.ConnectFailed, true));
        error.ToString().ShouldNotContain("sesame");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_when_cancelled()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var cancel = new CancellationTokenSource();
        var connecting = new ClientWebSocketConnector().ConnectAsync(new WebSocketRequest(new Uri($"ws://{silent.LocalEndpoint}/")), cancel.Token);
        using var accepted = await silent.AcceptTcpClientAsync(Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(connecting.WaitAsync(Deadline, Token));
    }

    [Fact]
    public async Task Headers_and_subprotocols_arrive_and_messages_go_both_ways()
    {
        await using var server = await StartAsync(async context =>
        {
            context.Request.Headers["X-Api-Key"].ToString().ShouldBe("sesame");
            using var socket = await context.WebSockets.AcceptWebSocketAsync("two");
            using var reader = new WebSocketMessageReader(socket);
            await using var sender = new WebSocketSender(socket);
            while (await reader.ReadAsync(context.RequestAborted) is { IsClose: false } message)
            {
                await sender.SendAsync(message.Payload, message.Type, context.RequestAborted);
            }

            await sender.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "bye", Deadline);
        });
        var request = new WebSocketRequest(Address(server)) { Headers = new Dictionary<string, string> { ["X-Api-Key"] = "sesame" }, SubProtocols = ["one", "two"] };
        var socket = await new ClientWebSocketConnector().ConnectAsync(request, Token);
        socket.SubProtocol.ShouldBe("two");
        await using var connection = new WebSocketConnection(socket);
        var echoes = System.Threading.Channels.Channel.CreateUnbounded<int>();
        var running = connection.RunAsync(message =>
        {
            echoes.Writer.TryWrite(message.Payload.Length);
            return default;
        });
        foreach (var size in new[] { 0, 1, 4_095, 4_096, 4_097, 300_000 })
        {
            await connection.SendAsync(new byte[size], System.Net.WebSockets.WebSocketMessageType.Binary, Token);
            (await echoes.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token)).ShouldBe(size);
        }

        var end = await connection.CloseAsync().WaitAsync(Deadline, Token);
        (end.Error, end.CloseReason).ShouldBe((null, "bye"));
        await running.WaitAsync(Deadline, Token);
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(o => o.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(handle);
        await app.StartAsync(Token);
        return app;
    }

    private static Uri Address(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Uri(address.Replace("http", "ws", StringComparison.Ordinal));
    }
}
