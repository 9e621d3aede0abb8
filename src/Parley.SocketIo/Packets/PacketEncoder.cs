using System.Text.Json;
using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.Packets;

/// <summary>Encodes whole packets as Engine.IO messages (digit included) into a scratch buffer.</summary>
internal static class PacketEncoder
{
    private const byte Message = (byte)'0' + (byte)EngineIoPacketType.Message;

    /// <summary>An event whose arguments are ready.</summary>
    public static PooledBuffer Event(PacketScratch scratch, string namespaceName, string name, ulong? id, in SocketIoArguments arguments, bool ascii)
    {
        var text = Start(scratch, SocketIoPacketType.Event, namespaceName, id, arguments.Attachments.Count);
        var jsonStart = text.Length;
        text.Append((byte)'[');
        WriteName(scratch, name);
        if (arguments.Count > 0)
        {
            text.Append((byte)',');
            text.Append(arguments.Json.Span);
        }

        text.Append((byte)']');
        return ascii ? scratch.ToAscii(jsonStart) : text;
    }

    /// <summary>An event whose arguments are written in place.</summary>
    public static PooledBuffer Event<TState>(PacketScratch scratch, string namespaceName, string name, TState state, Action<Utf8JsonWriter, TState> write, bool ascii)
    {
        var text = Start(scratch, SocketIoPacketType.Event, namespaceName, null, 0);
        var jsonStart = text.Length;
        var writer = scratch.StartJson();
        writer.WriteStartArray();
        writer.WriteStringValue(name);
        write(writer, state);
        writer.WriteEndArray();
        writer.Flush();
        return ascii ? scratch.ToAscii(jsonStart) : text;
    }

    public static PooledBuffer Ack(PacketScratch scratch, string namespaceName, ulong id, in SocketIoArguments arguments, bool ascii)
    {
        var text = Start(scratch, SocketIoPacketType.Ack, namespaceName, id, arguments.Attachments.Count);
        var jsonStart = text.Length;
        text.Append((byte)'[');
        text.Append(arguments.Json.Span);
        text.Append((byte)']');
        return ascii ? scratch.ToAscii(jsonStart) : text;
    }

    /// <summary>A packet with a JSON payload that is ready, or with none.</summary>
    public static PooledBuffer Control(PacketScratch scratch, SocketIoPacketType type, string namespaceName, ReadOnlySpan<byte> json, bool ascii)
    {
        var text = Start(scratch, type, namespaceName, null, 0);
        var jsonStart = text.Length;
        text.Append(json);
        return ascii ? scratch.ToAscii(jsonStart) : text;
    }

    private static PooledBuffer Start(PacketScratch scratch, SocketIoPacketType type, string namespaceName, ulong? id, int attachments)
    {
        scratch.Text.Append(Message);
        SocketIoPacketWriter.WriteHead(scratch.Text, type, namespaceName, id, attachments);
        return scratch.Text;
    }

    private static void WriteName(PacketScratch scratch, string name)
    {
        foreach (var character in name)
        {
            if (character is < ' ' or '"' or '\\' or > '~')
            {
                var writer = scratch.StartJson();
                writer.WriteStringValue(name);
                writer.Flush();
                return;
            }
        }

        var span = scratch.Text.GetSpan(name.Length + 2);
        span[0] = (byte)'"';
        for (var i = 0; i < name.Length; i++)
        {
            span[i + 1] = (byte)name[i];
        }

        span[name.Length + 1] = (byte)'"';
        scratch.Text.Advance(name.Length + 2);
    }
}
