using System.Text.Json;

namespace Parley.SocketIo.Packets;

/// <summary>Checks the JSON payload against its packet type in one pass over the bytes.</summary>
internal static class SocketIoPayload
{
    /// <summary>The reference has no limit of nesting; this is ours, so that no reader of the arguments can be made to run deep.</summary>
    public const int MaxDepth = 256;

    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    public static bool TryCheck(SocketIoPacketType type, ReadOnlySpan<byte> json, int attachments, out ArgumentLayout layout)
    {
        layout = default;
        try
        {
            return type switch
            {
                SocketIoPacketType.Connect => IsWhole(json, JsonTokenType.StartObject),
                SocketIoPacketType.Disconnect => false,
                SocketIoPacketType.ConnectError => IsWhole(json, JsonTokenType.StartObject) || IsWhole(json, JsonTokenType.String),
                SocketIoPacketType.Event => TryArray(json, named: true, out layout),
                SocketIoPacketType.Ack => TryArray(json, named: false, out layout),
                SocketIoPacketType.BinaryEvent => TryArray(json, named: true, out layout) && Placeholders.AreValid(json, attachments),
                SocketIoPacketType.BinaryAck => TryArray(json, named: false, out layout) && Placeholders.AreValid(json, attachments),
                _ => false,
            };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> json, JsonTokenType first)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        if (!reader.Read() || reader.TokenType != first)
        {
            return false;
        }

        reader.Skip();
        return !reader.Read();
    }

    private static bool TryArray(ReadOnlySpan<byte> json, bool named, out ArgumentLayout layout)
    {
        layout = default;
        var reader = new Utf8JsonReader(json, ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray || !reader.Read())
        {
            return false;
        }

        var (nameStart, nameLength, nameIsText, nameIsEscaped) = (0, 0, false, false);
        if (named)
        {
            if (!IsEventName(ref reader))
            {
                return false;
            }

            nameIsText = reader.TokenType == JsonTokenType.String;
            nameIsEscaped = nameIsText && reader.ValueIsEscaped;
            nameStart = (int)reader.TokenStartIndex + (nameIsText ? 1 : 0);
            nameLength = reader.ValueSpan.Length;
            reader.Read();
        }

        var count = 0;
        var start = 0;
        var end = 0;
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            start = count == 0 ? (int)reader.TokenStartIndex : start;
            reader.Skip();
            end = (int)reader.BytesConsumed;
            count++;
            reader.Read();
        }

        layout = new ArgumentLayout(nameStart, nameLength, nameIsText, nameIsEscaped, start, end - start, count);
        return !reader.Read();
    }

    // Names that mean something to the library itself are refused from the wire; a number is a legal name.
    private static bool IsEventName(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => true,
        JsonTokenType.String => !(JsonText.Is(reader, "connect"u8) || JsonText.Is(reader, "connect_error"u8)
            || JsonText.Is(reader, "disconnect"u8) || JsonText.Is(reader, "disconnecting"u8)
            || JsonText.Is(reader, "newListener"u8) || JsonText.Is(reader, "removeListener"u8)),
        _ => false,
    };
}
