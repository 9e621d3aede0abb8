using System.Buffers.Binary;
using System.Net.Sockets;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Parley.Bench.Peers.Canned;

/// <summary>Reads HTTP heads, then a client's WebSocket frames.</summary>
internal sealed class WireReader(Socket socket)
{
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next request's head; its body must be empty.</summary>
    public async ValueTask<string> ReadHeadAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await FillAsync();
        }

        var head = Encoding.ASCII.GetString(_buffer, _start, length);
        _start += length + 4;
        return head;
    }

    /// <summary>The next text or binary message, valid until the next call.</summary>
    public async ValueTask<(bool IsText, ReadOnlyMemory<byte> Payload)> ReadMessageAsync()
    {
        while (true)
        {
            if (TryRead(out var opcode, out var payload))
            {
                switch (opcode)
                {
                    case 1 or 2:
                        return (opcode == 1, payload);
                    case 8:
                        throw new IOException("The client closed the connection.");
                }

                continue;
            }

            await FillAsync();
        }
    }

    private bool TryRead(out int opcode, out ReadOnlyMemory<byte> payload)
    {
        (opcode, payload) = (0, default);
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length < 2)
        {
            return false;
        }

        var length = bytes[1] & 0x7F;
        var header = length switch { < 126 => 6, 126 => 8, _ => 14 };
        if (bytes.Length < header)
        {
            return false;
        }

        length = length switch
        {
            < 126 => length,
            126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            _ => (int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
        };
        if (bytes.Length < header + length)
        {
            return false;
        }

        opcode = bytes[0] & 0x0F;
        Unmask(bytes.Slice(header, length), bytes.Slice(header - 4, 4));
        payload = _buffer.AsMemory(_start + header, length);
        _start += header + length;
        return true;
    }

    private static void Unmask(Span<byte> payload, ReadOnlySpan<byte> mask)
    {
        var pattern = new Vector<uint>(MemoryMarshal.Read<uint>(mask));
        var whole = MemoryMarshal.Cast<byte, Vector<uint>>(payload);
        for (var i = 0; i < whole.Length; i++)
        {
            whole[i] ^= pattern;
        }

        for (var i = whole.Length * Vector<byte>.Count; i < payload.Length; i++)
        {
            payload[i] ^= mask[i & 3];
        }
    }

    private async ValueTask FillAsync()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        if (received == 0)
        {
            throw new IOException("The client closed the connection.");
        }

        _end += received;
    }
}
