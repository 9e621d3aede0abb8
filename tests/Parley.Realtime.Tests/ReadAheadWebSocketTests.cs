using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Realtime.Tests;

/// <summary>A client's socket beside a server that writes bytes as the test wants them.</summary>
public sealed class ReadAheadWebSocketTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whole messages, fragments, control frames between them, empty ones, and ones longer than any buffer here.</summary>
    private static (byte[] Wire, string[] Messages) Script()
    {
        var wire = new List<byte>();
        var messages = new List<string>();
        Add(0x81, "one");
        Add(0x82, "two");
        Add(0x81, "");
        Frame(wire, 0x89, "ping"u8);
        Add(0x81, new string('é', 60));
        Frame(wire, 0x01, "frag"u8);
        Frame(wire, 0x8A, "pong"u8);
        Frame(wire, 0x00, "men"u8);
        Frame(wire, 0x80, "ted"u8);
        messages.Add("fragmented");
        Add(0x82, new string('a', 125));
        Add(0x82, new string('b', 126));
        Add(0x81, new string('c', 5_000));
        Add(0x82, new string('d', 70_000));
        Add(0x81, "last");
        return ([.. wire], [.. messages]);

        void Add(byte first, string text)
        {
            Frame(wire, first, Encoding.UTF8.GetBytes(text));
            messages.Add(text);
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(131)]
    [InlineData(4_096)]
    public async Task Messages_come_whole_and_in_order_however_they_are_cut(int piece)
    {
        var (wire, messages) = Script();
        if (piece < 100)
        {
            // In small pieces the long ones only take long.
            (wire, messages) = (wire[..wire.AsSpan().IndexOf("cccc"u8)][..^4], [.. messages.TakeWhile(m => !m.StartsWith('c'))]);
        }

        await using var server = new ByteServer();
        using var socket = await server.ConnectAsync(withHandshake: piece == int.MaxValue ? wire : []);
        var reader = new WebSocketMessageReader(socket, waitWithoutBuffer: false);
        var writing = piece == int.MaxValue ? Task.CompletedTask : server.WriteAsync(wire, piece);
        foreach (var expected in messages)
        {
            var message = await reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token);
            Encoding.UTF8.GetString(message.Payload.Span).ShouldBe(expected);
        }

        await writing.WaitAsync(Deadline, Token);
        await server.WriteAsync([0x88, 0x02, 0x03, 0xE8], 4);
        (await reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token)).IsClose.ShouldBeTrue();
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x02, 0xC3, 0x28 })] // Not UTF-8.
    [InlineData(new byte[] { 0x81, 0x81, 1, 2, 3, 4, 5 })] // Masked.
    [InlineData(new byte[] { 0x82, 0x7F, 0xFF, 0, 0, 0, 0, 0, 0, 0 })] // A length beyond 63 bits.
    [InlineData(new byte[] { 0xC1, 0x01, 0x41 })] // A reserved bit.
    [InlineData(new byte[] { 0x80, 0x01, 0x41 })] // Goes on with nothing.
    public async Task A_server_that_breaks_the_protocol_is_told_and_left(byte[] wrong)
    {
        await using var server = new ByteServer();
        using var socket = await server.ConnectAsync(withHandshake: []);
        var reader = new WebSocketMessageReader(socket, waitWithoutBuffer: false);
        byte[] good = [0x82, 0x01, 0x41];
        await server.WriteAsync([.. good, .. good, .. wrong], int.MaxValue);
        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(1);
        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(1);
        await Should.ThrowAsync<WebSocketException>(reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token));
    }

    [Fact]
    public async Task A_message_longer_than_the_caller_s_buffer_comes_in_parts()
    {
        await using var server = new ByteServer();
        using var socket = await server.ConnectAsync(withHandshake: []);
        var wire = new List<byte>();
        Frame(wire, 0x82, "first"u8);
        Frame(wire, 0x82, "a longer one"u8);
        Frame(wire, 0x82, "third"u8);
        await server.WriteAsync([.. wire], int.MaxValue);
        var buffer = new byte[5];
        var parts = new List<string>();
        for (var ends = 0; ends < 3;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), Token).AsTask().WaitAsync(Deadline, Token);
            parts.Add(Encoding.UTF8.GetString(buffer, 0, part.Count) + (part.EndOfMessage ? "." : ""));
            ends += part.EndOfMessage ? 1 : 0;
        }

        string.Concat(parts).ShouldBe("first.a longer one.third.");
    }

#if !NETSTANDARD_SDK // That target's socket does not wait for pongs.
    [Fact]
    public async Task Pongs_are_seen_between_messages_that_go_past_the_socket()
    {
        await using var server = new ByteServer();
        using var socket = await server.ConnectAsync(withHandshake: [], keepAlive: TimeSpan.FromMilliseconds(20));
        var reader = new WebSocketMessageReader(socket, waitWithoutBuffer: false);
        var next = reader.ReadAsync(Token).AsTask();
        for (var number = 0; number < 20; number++)
        {
            if (number % 4 == 0)
            {
                var wire = new List<byte>();
                var ping = await server.ReadPingAsync();
                for (var i = number; i < number + 4; i++)
                {
                    Frame(wire, 0x81, Encoding.ASCII.GetBytes($"{i}"));
                }

                Frame(wire, 0x8A, ping);
                await server.WriteAsync([.. wire], int.MaxValue);
            }

            Encoding.ASCII.GetString((await next.WaitAsync(Deadline, Token)).Payload.Span).ShouldBe($"{number}");
            next = reader.ReadAsync(Token).AsTask();
        }

        socket.State.ShouldBe(WebSocketState.Open);
    }
#endif

    private static void Frame(List<byte> wire, byte first, ReadOnlySpan<byte> payload)
    {
        wire.Add(first);
        Span<byte> length = stackalloc byte[9];
        if (payload.Length < 126)
        {
            wire.Add((byte)payload.Length);
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            length[0] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(length[1..], (ushort)payload.Length);
            wire.AddRange(length[..3]);
        }
        else
        {
            length[0] = 127;
            BinaryPrimitives.WriteInt64BigEndian(length[1..], payload.Length);
            wire.AddRange(length);
        }

        wire.AddRange(payload);
    }

    private sealed class ByteServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private Socket? _peer;

        /// <summary>Connects a client, whose handshake's answer comes in one write with these bytes.</summary>
        public async Task<WebSocket> ConnectAsync(byte[] withHandshake, TimeSpan keepAlive = default)
        {
            _listener.Start();
            var request = new WebSocketRequest(new Uri($"ws://{_listener.LocalEndpoint}/")) { KeepAliveInterval = keepAlive, KeepAliveTimeout = keepAlive == default ? default : Deadline };
            var connecting = new ClientWebSocketConnector().ConnectAsync(request, Token);
            _peer = await _listener.AcceptSocketAsync(Token);
            _peer.NoDelay = true;
            var head = "";
            var buffer = new byte[4_096];
            while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                head += Encoding.ASCII.GetString(buffer, 0, await _peer.ReceiveAsync(buffer, Token));
            }

            var key = head.Split("\r\n").First(l => l.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(' ')[1];
            var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
            await WriteAsync(
                [.. Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"), .. withHandshake],
                int.MaxValue);
            return await connecting.WaitAsync(Deadline, Token);
        }

        /// <summary>Waits for a ping.</summary>
        /// <returns>Its payload.</returns>
        public async Task<byte[]> ReadPingAsync()
        {
            var head = await ReadAsync(6);
            head[0].ShouldBe((byte)0x89);
            var payload = await ReadAsync(head[1] & 0x7F);
            for (var i = 0; i < payload.Length; i++)
            {
                payload[i] ^= head[2 + (i % 4)];
            }

            return payload;
        }

        private async Task<byte[]> ReadAsync(int count)
        {
            var bytes = new byte[count];
            for (var read = 0; read < count;)
            {
                var more = await _peer!.ReceiveAsync(bytes.AsMemory(read), Token).AsTask().WaitAsync(Deadline, Token);
                more.ShouldBeGreaterThan(0);
                read += more;
            }

            return bytes;
        }

        public async Task WriteAsync(byte[] bytes, int piece)
        {
            for (var at = 0; at < bytes.Length;)
            {
                at += await _peer!.SendAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)), Token);
            }
        }

        public ValueTask DisposeAsync()
        {
            _peer?.Dispose();
            _listener.Dispose();
            return default;
        }
    }
}
