using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Parley.SocketIo.Packets;

/// <summary>Writes Socket.IO packets as the text of an Engine.IO message. Pure; safe for concurrent use on different outputs.</summary>
public static class SocketIoPacketWriter
{
    /// <summary>Writes everything before the payload: <c>type [ attachments "-" ] [ namespace "," ] [ id ]</c>.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="type">The packet's type; events and acknowledgements become their binary kind when there are attachments.</param>
    /// <param name="namespaceName">The namespace; nothing is written for <c>/</c>.</param>
    /// <param name="id">The acknowledgement's id; null for none.</param>
    /// <param name="attachments">How many binary messages follow.</param>
    public static void WriteHead(IBufferWriter<byte> output, SocketIoPacketType type, string namespaceName, ulong? id = null, int attachments = 0)
    {
        if (output is null)
        {
            throw new ArgumentNullException(nameof(output));
        }

        if (namespaceName is null)
        {
            throw new ArgumentNullException(nameof(namespaceName));
        }

        if (attachments > 0)
        {
            type = type switch
            {
                SocketIoPacketType.Event => SocketIoPacketType.BinaryEvent,
                SocketIoPacketType.Ack => SocketIoPacketType.BinaryAck,
                _ => type,
            };
        }

        Span<byte> digits = stackalloc byte[24];
        digits[0] = (byte)('0' + (int)type);
        output.Write(digits[..1]);
        if (type is SocketIoPacketType.BinaryEvent or SocketIoPacketType.BinaryAck)
        {
            Utf8Formatter.TryFormat(attachments, digits, out var length);
            digits[length] = (byte)'-';
            output.Write(digits[..(length + 1)]);
        }

        if (namespaceName.Length > 1)
        {
            var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(namespaceName.Length) + 1);
            var length = Encoding.UTF8.GetBytes(namespaceName, span);
            span[length] = (byte)',';
            output.Advance(length + 1);
        }

        if (id is { } number)
        {
            Utf8Formatter.TryFormat(number, digits, out var length);
            output.Write(digits[..length]);
        }
    }
}
