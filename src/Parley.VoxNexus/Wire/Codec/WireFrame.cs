using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary>
/// One message, checked to be a JSON object with a string <c>type</c>, wherever in the object that stands. What the
/// audio path needs is picked up in the same pass: it costs no allocation. Valid as long as the bytes it was read from.
/// </summary>
public readonly ref struct WireFrame
{
    private readonly ReadOnlySpan<byte> _type;
    private readonly bool _typeEscaped;
    private readonly ReadOnlySpan<byte> _data;
    private readonly bool _dataEscaped;

    private WireFrame(ReadOnlySpan<byte> json, ReadOnlySpan<byte> type, bool typeEscaped, ReadOnlySpan<byte> data, bool dataEscaped, bool hasData, bool? isFinal)
    {
        Json = json;
        _type = type;
        _typeEscaped = typeEscaped;
        _data = data;
        _dataEscaped = dataEscaped;
        HasData = hasData;
        IsFinal = isFinal;
        Kind = typeEscaped ? WireMessageKind.Unknown : KindOf(type);
        if (typeEscaped)
        {
            Kind = KindOf(System.Text.Encoding.UTF8.GetBytes(TypeName));
        }
    }

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Json { get; }

    /// <summary>Which message it is; matching is exact and lower case.</summary>
    public WireMessageKind Kind { get; }

    /// <summary>The <c>type</c> as a string; made on each call.</summary>
    public string TypeName => WireText.Decode(_type, _typeEscaped);

    /// <summary>Whether there is a string <c>data</c>.</summary>
    public bool HasData { get; }

    /// <summary>The boolean <c>is_final</c>; null when absent, null, or not a boolean.</summary>
    public bool? IsFinal { get; }

    /// <summary>Decodes the base64 of <c>data</c> as leniently as clients need it.</summary>
    /// <param name="output">Where the bytes go; nothing is written on failure.</param>
    /// <returns>False when there is no string <c>data</c>, or it is not base64.</returns>
    public bool TryDecodeData(System.Buffers.IBufferWriter<byte> output) => HasData && WireBase64.TryDecode(_data, _dataEscaped, output);

    /// <summary>Looks at a message.</summary>
    /// <param name="utf8">The bytes of one text message.</param>
    /// <param name="frame">The frame when the status is <see cref="WireReadStatus.Ok"/>.</param>
    public static WireReadStatus Read(ReadOnlySpan<byte> utf8, out WireFrame frame)
    {
        frame = default;
        try
        {
            return ReadCore(utf8, out frame);
        }
        catch (JsonException)
        {
            return WireReadStatus.InvalidJson;
        }
    }

    /// <summary>Whether the bytes are one JSON object, with or without a <c>type</c>: for the bodies of REST.</summary>
    internal static WireReadStatus CheckObject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
            }

            return isObject ? WireReadStatus.Ok : WireReadStatus.InvalidMessage;
        }
        catch (JsonException)
        {
            return WireReadStatus.InvalidJson;
        }
    }

    private static WireReadStatus ReadCore(ReadOnlySpan<byte> utf8, out WireFrame frame)
    {
        frame = default;
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // All of it, so that broken JSON is not reported as a wrong message.
            while (reader.Read())
            {
            }

            return WireReadStatus.InvalidMessage;
        }

        ReadOnlySpan<byte> type = default, data = default;
        bool hasType = false, typeEscaped = false, hasData = false, dataEscaped = false;
        bool? isFinal = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = WireText.NameIs(ref reader, "type"u8);
            var isData = !isType && WireText.NameIs(ref reader, "data"u8);
            var isFlag = !isType && !isData && WireText.NameIs(ref reader, "is_final"u8);
            reader.Read();
            if (isType)
            {
                hasType = reader.TokenType == JsonTokenType.String;
                type = hasType ? reader.ValueSpan : default;
                typeEscaped = hasType && reader.ValueIsEscaped;
            }
            else if (isData)
            {
                hasData = reader.TokenType == JsonTokenType.String;
                data = hasData ? reader.ValueSpan : default;
                dataEscaped = hasData && reader.ValueIsEscaped;
            }
            else if (isFlag)
            {
                isFinal = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : null;
            }

            reader.Skip();
        }

        while (reader.Read())
        {
        }

        if (!hasType)
        {
            return WireReadStatus.InvalidMessage;
        }

        frame = new WireFrame(utf8, type, typeEscaped, data, dataEscaped, hasData, isFinal);
        return WireReadStatus.Ok;
    }

    private static WireMessageKind KindOf(ReadOnlySpan<byte> type)
    {
        foreach (var (name, kind) in Kinds)
        {
            if (type.SequenceEqual(name))
            {
                return kind;
            }
        }

        return WireMessageKind.Unknown;
    }

    private static readonly (byte[] Name, WireMessageKind Kind)[] Kinds =
    [
        ("audio"u8.ToArray(), WireMessageKind.Audio),
        ("transcript"u8.ToArray(), WireMessageKind.Transcript),
        ("text"u8.ToArray(), WireMessageKind.Text),
        ("ping"u8.ToArray(), WireMessageKind.Ping),
        ("pong"u8.ToArray(), WireMessageKind.Pong),
        ("init"u8.ToArray(), WireMessageKind.Init),
        ("ready"u8.ToArray(), WireMessageKind.Ready),
        ("command"u8.ToArray(), WireMessageKind.Command),
        ("flush_done"u8.ToArray(), WireMessageKind.FlushDone),
        ("error"u8.ToArray(), WireMessageKind.Error),
        ("cancel"u8.ToArray(), WireMessageKind.Cancel),
        ("cancelled"u8.ToArray(), WireMessageKind.Cancelled),
        ("close"u8.ToArray(), WireMessageKind.Close),
        ("llm"u8.ToArray(), WireMessageKind.Llm),
        ("word_timing"u8.ToArray(), WireMessageKind.WordTiming),
        ("speech_started"u8.ToArray(), WireMessageKind.SpeechStarted),
        ("speech_ended"u8.ToArray(), WireMessageKind.SpeechEnded),
    ];
}
