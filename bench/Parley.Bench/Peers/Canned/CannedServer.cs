using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Bench.Peers.Canned;

/// <summary>
/// A server of prepared bytes for clients to be measured against: it answers what a client needs to get going, and then every
/// trigger with a batch of messages in few writes. It does so little that the client is what is measured.
/// </summary>
internal static class CannedServer
{
    public static async Task RunAsync(string protocol)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AcceptAsync(listener, protocol);
        await PeerProcess.AnnounceAsync(
            new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"),
            question => question == "heard"
                ? Task.FromResult(CannedSpeechToText.Heard.ToString(CultureInfo.InvariantCulture))
                : throw new ArgumentException($"'{question}' is no question."));
    }

    private static async Task AcceptAsync(TcpListener listener, string protocol)
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            socket.NoDelay = true;
            _ = ServeAsync(socket, CannedProtocol.Of(protocol));
        }
    }

    private static async Task ServeAsync(Socket socket, CannedProtocol protocol)
    {
        try
        {
            using (socket)
            {
                await ServeRequestsAsync(new WireReader(socket), socket, protocol);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // The client is gone.
        }
    }

    private static async Task ServeRequestsAsync(WireReader reader, Socket socket, CannedProtocol protocol)
    {
        while (true)
        {
            var head = await reader.ReadHeadAsync();
            if (Header(head, "Sec-WebSocket-Key") is { } key)
            {
                var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
                await SendAsync(socket, Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
                break;
            }

            var body = protocol.Negotiation;
            await SendAsync(socket, Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        }

        await SendAsync(socket, protocol.Opening);
        while (true)
        {
            var (isText, payload) = await reader.ReadMessageAsync();
            await SendAsync(socket, protocol.Answer(isText, payload));
        }
    }

    private static async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    private static string? Header(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
