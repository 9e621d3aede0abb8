using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Bench.Load;

/// <summary>
/// A client WebSocket that costs next to nothing, so that the load generator is not what is measured: frames are masked
/// once, sent many in one write, and received frames are only counted or handed over whole.
/// </summary>
internal sealed class LightWebSocket : IDisposable
{
    /// <summary>Room for what a burst brings; <see cref="SmallBuffer"/> is enough where thousands of sockets idle.</summary>
    public const int LargeBuffer = 256 * 1024;

    public const int MiddleBuffer = 64 * 1024;

    public const int SmallBuffer = 16 * 1024;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    private LightWebSocket(int buffer) => _buffer = new byte[buffer];

    public static async Task<LightWebSocket> ConnectAsync(Uri address, CancellationToken cancellationToken, int buffer = LargeBuffer)
    {
        var socket = new LightWebSocket(buffer);
        await socket._socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        var request = $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}\r\n\r\n";
        await socket._socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        while (true)
        {
            socket._end += await socket._socket.ReceiveAsync(socket._buffer.AsMemory(socket._end), cancellationToken);
            var head = socket._buffer.AsSpan(0, socket._end).IndexOf("\r\n\r\n"u8);
            if (head >= 0)
            {
                var status = Encoding.ASCII.GetString(socket._buffer, 0, Math.Min(head, 12));
                if (!status.EndsWith(" 101", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"{address} answered {status}.");
                }

                socket._start = head + 4;
                return socket;
            }
        }
    }

    /// <summary>A whole masked frame; the mask is zero, so the payload stays readable and costs nothing to make.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> payload, bool text)
    {
        var header = payload.Length < 126 ? 2 : payload.Length <= ushort.MaxValue ? 4 : 10;
        var frame = new byte[header + 4 + payload.Length];
        frame[0] = (byte)(0x80 | (text ? 1 : 2));
        switch (header)
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

        payload.CopyTo(frame.AsSpan(header + 4));
        return frame;
    }

    /// <summary>The same frame many times, to be sent in one write.</summary>
    public static byte[] Repeat(ReadOnlySpan<byte> frame, int times)
    {
        var batch = new byte[frame.Length * times];
        for (var i = 0; i < times; i++)
        {
            frame.CopyTo(batch.AsSpan(i * frame.Length));
        }

        return batch;
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        while (!frames.IsEmpty)
        {
            frames = frames[await _socket.SendAsync(frames, cancellationToken)..];
        }
    }

    /// <summary>The next message's payload, valid until the next call; control frames are passed over.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryReceive(out _, out var payload))
            {
                return payload;
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <summary>The next message that is here already, valid until the next call of <see cref="FillAsync"/>; control frames are passed over.</summary>
    public bool TryReceive(out bool isText, out ReadOnlyMemory<byte> payload)
    {
        while (TryTakeFrame(out var opcode, out payload))
        {
            switch (opcode)
            {
                case 1 or 2:
                    isText = opcode == 1;
                    return true;
                case 8:
                    throw new InvalidOperationException("The server closed the socket: " + Encoding.UTF8.GetString(payload.Length > 2 ? payload[2..].Span : []));
            }
        }

        isText = false;
        return false;
    }

    /// <summary>Waits for more bytes.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        if (received == 0)
        {
            throw new InvalidOperationException("The server closed the connection.");
        }

        _end += received;
    }

    public void Dispose() => _socket.Dispose();

    private bool TryTakeFrame(out int opcode, out ReadOnlyMemory<byte> payload)
    {
        opcode = 0;
        payload = default;
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length < 2)
        {
            return false;
        }

        long length = bytes[1] & 0x7F;
        var header = 2;
        if (length == 126)
        {
            header = 4;
            if (bytes.Length < header)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        }
        else if (length == 127)
        {
            header = 10;
            if (bytes.Length < header)
            {
                return false;
            }

            length = (long)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        }

        if (bytes.Length < header + length)
        {
            return false;
        }

        opcode = bytes[0] & 0x0F;
        payload = _buffer.AsMemory(_start + header, (int)length);
        _start += header + (int)length;
        return true;
    }
}
