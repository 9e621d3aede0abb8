using System.Text.Json;

namespace Parley.Voxta.Hub;

/// <summary>
/// One record of the SignalR JSON hub protocol, without its terminator: a view on the bytes it was parsed from.
/// </summary>
public readonly ref struct HubRecord
{
    private readonly ReadOnlySpan<byte> _target;

    private HubRecord(HubRecordType type, ReadOnlySpan<byte> target, ReadOnlySpan<byte> invocationId, ReadOnlySpan<byte> argument, int argumentCount, ReadOnlySpan<byte> result, string? error, bool allowReconnect)
    {
        Type = type;
        _target = target;
        InvocationId = invocationId;
        Argument = argument;
        ArgumentCount = argumentCount;
        Result = result;
        Error = error;
        AllowReconnect = allowReconnect;
    }

    /// <summary>Kind of the record.</summary>
    public HubRecordType Type { get; }

    /// <summary>The invocation's id as the JSON string it came as, quotes included; empty when there is none.</summary>
    public ReadOnlySpan<byte> InvocationId { get; }

    /// <summary>The first argument as JSON; empty when there is none.</summary>
    public ReadOnlySpan<byte> Argument { get; }

    /// <summary>How many arguments there are.</summary>
    public int ArgumentCount { get; }

    /// <summary>A completion's result as JSON; empty when there is none.</summary>
    public ReadOnlySpan<byte> Result { get; }

    /// <summary>A completion's, handshake's or close's error; null when there is none.</summary>
    public string? Error { get; }

    /// <summary>Whether a closing server invites the client back.</summary>
    public bool AllowReconnect { get; }

    /// <summary>The method called; empty when there is none.</summary>
    /// <exception cref="HubProtocolException">It is not valid text.</exception>
    public string Target => _target.IsEmpty ? "" : Unquote(_target);

    /// <summary>The invocation's id; null when there is none.</summary>
    /// <exception cref="HubProtocolException">It is not valid text.</exception>
    public string? InvocationIdText => InvocationId.IsEmpty ? null : Unquote(InvocationId);

    /// <summary>Whether <see cref="Target"/> is <paramref name="name"/>, without regard to case.</summary>
    /// <exception cref="HubProtocolException">The target is not valid text.</exception>
    public bool TargetIs(string name) =>
        _target.Length == name.Length + 2
            ? EqualsIgnoreCase(_target.Slice(1, name.Length), name)
            : string.Equals(Target, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses one record.</summary>
    /// <param name="json">The record without its terminator.</param>
    /// <exception cref="HubProtocolException">It is not a JSON object, or a field of the protocol has the wrong type.</exception>
    public static HubRecord Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return ParseObject(json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new HubProtocolException("The record is not a valid hub record.", error);
        }
    }

    private static HubRecord ParseObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new HubProtocolException("A hub record must be a JSON object.");
        }

        var type = HubRecordType.None;
        ReadOnlySpan<byte> target = default, id = default, argument = default, result = default;
        var arguments = 0;
        string? error = null;
        var allowReconnect = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = (HubRecordType)reader.GetInt32();
            }
            else if (reader.ValueTextEquals("target"u8))
            {
                target = ReadString(ref reader, json);
            }
            else if (reader.ValueTextEquals("invocationId"u8))
            {
                id = ReadString(ref reader, json);
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                argument = ReadArguments(ref reader, json, out arguments);
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                result = ReadValue(ref reader, json);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                error = reader.TokenType == JsonTokenType.Null ? null : reader.GetString();
            }
            else if (reader.ValueTextEquals("allowReconnect"u8))
            {
                reader.Read();
                allowReconnect = reader.TokenType == JsonTokenType.True;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // The reader throws on bytes behind the object.
        reader.Read();
        return new HubRecord(type, target, id, argument, arguments, result, error, allowReconnect);
    }

    private static ReadOnlySpan<byte> ReadString(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed],
            JsonTokenType.Null => default,
            _ => throw new HubProtocolException("A name or id in a hub record must be a string."),
        };
    }

    private static ReadOnlySpan<byte> ReadValue(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static ReadOnlySpan<byte> ReadArguments(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, out int count)
    {
        ReadOnlySpan<byte> first = default;
        count = 0;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new HubProtocolException("The arguments of a hub record must be an array.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (count++ == 0)
            {
                first = json[start..(int)reader.BytesConsumed];
            }
        }

        return first;
    }

    private static string Unquote(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair, which JSON can write and a string cannot be read from.
            throw new HubProtocolException("A name or id in a hub record is not valid text.", error);
        }
    }

    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> utf8, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = (char)utf8[i];
            if (char.ToUpperInvariant(character) != char.ToUpperInvariant(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
