namespace Parley.SocketIo.Packets;

internal static class SocketIoPacketParser
{
    public static bool TryParse(ReadOnlyMemory<byte> text, int maxAttachments, out SocketIoPacket packet, out string? error)
    {
        packet = default;
        var span = text.Span;
        if (span.IsEmpty || span[0] is < (byte)'0' or > (byte)'6')
        {
            error = "unknown packet type";
            return false;
        }

        var type = (SocketIoPacketType)(span[0] - '0');
        var at = 1;
        var attachments = 0;
        if (type is SocketIoPacketType.BinaryEvent or SocketIoPacketType.BinaryAck
            && !TryAttachments(span, ref at, maxAttachments, out attachments, out error))
        {
            return false;
        }

        var name = ReadNamespace(text, ref at);
        if (!TryId(span, ref at, out var id))
        {
            error = "acknowledgement id too large";
            return false;
        }

        var json = text[at..];
        var layout = default(ArgumentLayout);
        if (!json.IsEmpty && !SocketIoPayload.TryCheck(type, json.Span, attachments, out layout))
        {
            error = "invalid payload";
            return false;
        }

        if (json.IsEmpty && attachments > 0)
        {
            // Without a payload no placeholder can refer to what follows.
            error = "invalid payload";
            return false;
        }

        packet = new SocketIoPacket { Type = type, NamespaceUtf8 = name, Id = id, AttachmentCount = attachments, Json = json, Layout = layout };
        error = null;
        return true;
    }

    // 1*DIGIT "-", at least one attachment.
    private static bool TryAttachments(ReadOnlySpan<byte> span, ref int at, int max, out int count, out string? error)
    {
        error = "illegal attachments";
        count = 0;
        var start = at;
        while (at < span.Length && span[at] is >= (byte)'0' and <= (byte)'9')
        {
            count = (count * 10) + (span[at] - '0');
            at++;
            if (count > max)
            {
                error = "too many attachments";
                return false;
            }
        }

        if (at == start || count == 0 || at == span.Length || span[at] != (byte)'-')
        {
            return false;
        }

        at++;
        error = null;
        return true;
    }

    // "/" … "," ; the comma may be missing at the end of the text, as in 41/sdk.
    private static ReadOnlyMemory<byte> ReadNamespace(ReadOnlyMemory<byte> text, ref int at)
    {
        var rest = text.Span[at..];
        if (rest.IsEmpty || rest[0] != (byte)'/')
        {
            return default;
        }

        var comma = rest.IndexOf((byte)',');
        var length = comma < 0 ? rest.Length : comma;
        var name = text.Slice(at, length);
        at += comma < 0 ? length : length + 1;
        return length == 1 ? default : name;
    }

    private static bool TryId(ReadOnlySpan<byte> span, ref int at, out ulong? id)
    {
        id = null;
        const int MostDigits = 19;
        var start = at;
        ulong value = 0;
        while (at < span.Length && span[at] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + (ulong)(span[at] - '0');
            at++;
            if (at - start > MostDigits)
            {
                return false;
            }
        }

        if (at > start)
        {
            id = value;
        }

        return true;
    }
}
