using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Parley.SocketIo.Bench;

/// <summary>
/// A Socket.IO connection reduced to what a load needs: prepared frames out, several in one write, frames counted in.
/// </summary>
internal sealed class EchoConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _input = new byte[256 * 1024];
    private readonly byte[] _pong = Frame("3"u8, 1);
    private byte[] _request = [];
    private int _filled;

    public long Echoes { get; private set; }

    public async Task OpenAsync(Uri url)
    {
        await _socket.ConnectAsync(url.Host, url.Port);
        await SendAsync(Encoding.ASCII.GetBytes(
            $"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
        while (true)
        {
            await FillAsync();
            var end = _input.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                Consume(end + 4);
                break;
            }
        }

        await NextAsync();
        await SendAsync(Frame("40"u8, 1));
        while (!(await NextAsync()).StartsWith("40", StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Keeps a number of echoes on their way until the token is cancelled.</summary>
    public async Task RunAsync(byte[] request, int framesPerEcho, int outstanding, CancellationToken stop)
    {
        _request = request;
        await SendAsync(Repeat(outstanding));
        var frames = 0;
        while (!stop.IsCancellationRequested)
        {
            var answered = 0;
            while (TryFrame(out var length, out var isPing))
            {
                if (isPing)
                {
                    await SendAsync(_pong);
                }
                else if (++frames == framesPerEcho)
                {
                    frames = 0;
                    answered++;
                }

                Consume(length);
            }

            if (answered > 0)
            {
                Echoes += answered;
                await SendAsync(Repeat(answered));
            }

            await FillAsync();
        }
    }

    /// <summary>Answers pings until the token is cancelled.</summary>
    public async Task IdleAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            while (TryFrame(out var length, out var isPing))
            {
                Consume(length);
                if (isPing)
                {
                    await SendAsync(_pong);
                }
            }

            await FillAsync();
        }
    }

    public static byte[] Frame(ReadOnlySpan<byte> payload, byte opcode)
    {
        // Masked with zeroes: the server unmasks all the same.
        var head = payload.Length < 126 ? 2 : payload.Length < 65536 ? 4 : 10;
        var frame = new byte[head + 4 + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        switch (head)
        {
            case 2:
                frame[1] = (byte)(0x80 | payload.Length);
                break;
            case 4:
                frame[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = 0x80 | 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                break;
        }

        payload.CopyTo(frame.AsSpan(head + 4));
        return frame;
    }

    public void Dispose() => _socket.Dispose();

    private byte[] Repeat(int count)
    {
        var batch = new byte[_request.Length * count];
        for (var i = 0; i < count; i++)
        {
            _request.CopyTo(batch, i * _request.Length);
        }

        return batch;
    }

    private async Task<string> NextAsync()
    {
        int length;
        while (!TryFrame(out length, out _))
        {
            await FillAsync();
        }

        var head = _input[1] < 126 ? 2 : 4;
        var text = Encoding.UTF8.GetString(_input, head, length - head);
        Consume(length);
        return text;
    }

    private bool TryFrame(out int length, out bool isPing)
    {
        length = 0;
        isPing = false;
        if (_filled < 2)
        {
            return false;
        }

        var head = _input[1] < 126 ? 2 : _input[1] == 126 ? 4 : 10;
        if (_filled < head)
        {
            return false;
        }

        var payload = head switch
        {
            2 => _input[1],
            4 => BinaryPrimitives.ReadUInt16BigEndian(_input.AsSpan(2)),
            _ => (int)BinaryPrimitives.ReadUInt64BigEndian(_input.AsSpan(2)),
        };
        length = head + payload;
        isPing = payload == 1 && _filled > head && _input[0] == 0x81 && _input[head] == (byte)'2';
        return _filled >= length;
    }

    private void Consume(int length)
    {
        _input.AsSpan(length, _filled - length).CopyTo(_input);
        _filled -= length;
    }

    private async Task FillAsync()
    {
        var read = await _socket.ReceiveAsync(_input.AsMemory(_filled));
        if (read == 0)
        {
            throw new IOException("The server closed the connection.");
        }

        _filled += read;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes)..];
        }
    }
}
