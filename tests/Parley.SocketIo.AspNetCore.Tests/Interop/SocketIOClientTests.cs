using System.Threading.Channels;

namespace Parley.SocketIo.AspNetCore.Tests.Interop;

/// <summary>
/// The SocketIOClient package, another .NET client, against our server. Over WebSocket only: over polling its version 3.0.6
/// receives no binary, from the reference server neither.
/// </summary>
public sealed class SocketIOClientTests
{
    [Fact]
    public async Task Events_acknowledgements_and_binary_pass()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await SocketIoTestServer.StartAsync(io => io.Of("/custom")
            .OnConnected((socket, cancellationToken) => socket.EmitAsync("hello", cancellationToken: cancellationToken))
            .On("message", (socket, message, cancellationToken) => socket.EmitAsync("message-back", message.Arguments, cancellationToken))
            .On("ask", (_, message, _) =>
            {
                message.Acknowledge(message.Arguments);
                return default;
            }));
        using var client = new SocketIOClient.SocketIO(new Uri(server.Url, "/custom").ToString(), new SocketIOClient.SocketIOOptions
        {
            Transport = SocketIOClient.Transport.TransportProtocol.WebSocket,
            Auth = new { token = "x" },
            Reconnection = false,
        });
        var back = Channel.CreateUnbounded<byte[]>();
        client.On("message-back", response => back.Writer.TryWrite(response.GetValue<byte[]>()));
        var hello = new TaskCompletionSource();
        client.On("hello", _ => hello.TrySetResult());
        await client.ConnectAsync();

        // Its connect ends before the namespace is joined.
        await hello.Task.WaitAsync(TimeSpan.FromSeconds(30), stop);

        var bytes = new byte[3200];
        new Random(1).NextBytes(bytes);
        await client.EmitAsync("message", bytes);
        (await back.Reader.ReadAsync(stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), stop)).ShouldBe(bytes);

        var answer = new TaskCompletionSource<string>();
        await client.EmitAsync("ask", response => answer.TrySetResult(response.GetValue<string>()), "question");
        (await answer.Task.WaitAsync(TimeSpan.FromSeconds(30), stop)).ShouldBe("question");
        await client.DisconnectAsync();
    }
}
