using System.Text.Json;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>
/// A client's message after one pass over its bytes, without allocation: its kind and, for audio, where the base64 stands.
/// <c>type</c> may be anywhere in the object; of a repeated member the last one counts.
/// </summary>
internal readonly struct Envelope
{
    private readonly int _dataStart;
    private readonly int _dataLength;

    private Envelope(MessageKind kind, int dataStart, int dataLength, bool dataIsEscaped)
    {
        Kind = kind;
        _dataStart = dataStart;
        _dataLength = dataLength;
        DataIsEscaped = dataIsEscaped;
    }

    public MessageKind Kind { get; }

    /// <summary>Whether <c>data</c> is there and a string.</summary>
    public bool HasData => _dataStart > 0;

    /// <summary>Whether <c>data</c> holds JSON escapes.</summary>
    public bool DataIsEscaped { get; }

    /// <summary>The bytes between the quotes of <c>data</c>.</summary>
    public ReadOnlySpan<byte> Data(ReadOnlySpan<byte> message) => message.Slice(_dataStart, _dataLength);

    /// <summary>The same with its quotes.</summary>
    public ReadOnlySpan<byte> QuotedData(ReadOnlySpan<byte> message) => message.Slice(_dataStart - 1, _dataLength + 2);

    /// <returns>The code of the error, or null.</returns>
    public static string? TryRead(ReadOnlySpan<byte> message, out Envelope envelope)
    {
        envelope = default;
        try
        {
            var reader = new Utf8JsonReader(message);
            if (!reader.Read())
            {
                return ErrorCodes.InvalidJson;
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                reader.Read(); // Throws when more follows.
                return ErrorCodes.InvalidMessage;
            }

            return ReadMembers(ref reader, ref envelope);
        }
        catch (JsonException)
        {
            return ErrorCodes.InvalidJson;
        }
    }

    private static string? ReadMembers(ref Utf8JsonReader reader, ref Envelope envelope)
    {
        MessageKind? kind = null;
        int start = 0, length = 0;
        var escaped = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                kind = reader.TokenType == JsonTokenType.String ? KindOf(ref reader) : null;
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                var isString = reader.TokenType == JsonTokenType.String;
                start = isString ? (int)reader.TokenStartIndex + 1 : 0;
                length = isString ? reader.ValueSpan.Length : 0;
                escaped = isString && reader.ValueIsEscaped;
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        reader.Read(); // Throws when more follows.
        envelope = new Envelope(kind.GetValueOrDefault(), start, length, escaped);
        return kind is null ? ErrorCodes.InvalidMessage : null;
    }

    private static MessageKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("audio"u8) ? MessageKind.Audio
        : reader.ValueTextEquals("text"u8) ? MessageKind.Text
        : reader.ValueTextEquals("ping"u8) ? MessageKind.Ping
        : reader.ValueTextEquals("command"u8) ? MessageKind.Command
        : reader.ValueTextEquals("init"u8) ? MessageKind.Init
        : reader.ValueTextEquals("cancel"u8) ? MessageKind.Cancel
        : reader.ValueTextEquals("close"u8) ? MessageKind.Close
        : reader.ValueTextEquals("pong"u8) ? MessageKind.Pong
        : MessageKind.Unknown;
}
