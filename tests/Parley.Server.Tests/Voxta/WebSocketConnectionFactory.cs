using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;

namespace Parley.Server.Tests.Voxta;

/// <summary>What the package with the .NET client's transports would bring: text frames over a WebSocket, one for each write of the client.</summary>
internal sealed class WebSocketConnectionFactory : IConnectionFactory
{
    private ClientWebSocket? _last;

    /// <summary>Breaks the newest connection without a goodbye.</summary>
    public void BreakLine() => _last!.Abort();

    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = _last = new ClientWebSocket();
        await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
        var incoming = new Pipe();
        var outgoing = new Pipe();
        var context = new DefaultConnectionContext(Guid.NewGuid().ToString(), new Duplex(incoming.Reader, outgoing.Writer), new Duplex(outgoing.Reader, incoming.Writer));
        _ = RunAsync(socket, incoming.Writer, outgoing.Reader);
        return context;
    }

    private static async Task RunAsync(ClientWebSocket socket, PipeWriter incoming, PipeReader outgoing)
    {
        var sending = SendAsync(socket, outgoing);
        Exception? failure = null;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(incoming.GetMemory(4096), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                incoming.Advance(received.Count);
                await incoming.FlushAsync();
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            failure = error;
        }

        await incoming.CompleteAsync(failure);
        await sending;
        socket.Dispose();
    }

    private static async Task SendAsync(ClientWebSocket socket, PipeReader outgoing)
    {
        try
        {
            while (true)
            {
                var read = await outgoing.ReadAsync();
                if (!read.Buffer.IsEmpty)
                {
                    await socket.SendAsync(read.Buffer.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                }

                outgoing.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The receiving side tells it.
        }
        finally
        {
            await outgoing.CompleteAsync();
        }
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
