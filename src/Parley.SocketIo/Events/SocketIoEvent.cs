using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo;

/// <summary>
/// An event as it was received. It and everything read from it (spans, memory, <see cref="JsonElement"/>s) belong to the
/// handler until its task ends; copy what must live longer. Not thread-safe.
/// </summary>
public sealed class SocketIoEvent
{
    private IAckSender? _sender;
    private ReceivedPacket? _packet;
    private JsonDocument? _document;
    private string? _name;
    private bool _ackTaken;

    internal SocketIoEvent()
    {
    }

    /// <summary>The event's name.</summary>
    public string Name => _name ??= Packet.Packet.EventName;

    /// <summary>How many arguments came with the name.</summary>
    public int Count => Packet.Packet.Layout.Count;

    /// <summary>The arguments as they came: raw JSON and attachments. Pass them on to send the same arguments elsewhere.</summary>
    public SocketIoArguments Arguments => Packet.Arguments;

    /// <summary>The binary attachments; empty when there are none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Attachments => Packet.Attachments;

    /// <summary>True when the sender asked for an acknowledgement.</summary>
    public bool WantsAck => Packet.Packet.Id is not null;

    /// <summary>
    /// The first argument's raw UTF-8 JSON, without parsing it; empty when there is none. The fast path for events whose only
    /// argument is an object.
    /// </summary>
    public ReadOnlyMemory<byte> FirstArgument
    {
        get
        {
            var json = Arguments.Json;
            if (Count <= 1)
            {
                return json;
            }

            var reader = new Utf8JsonReader(json.Span, SocketIoPayload.ReaderOptions);
            reader.Read();
            reader.Skip();
            return json[..(int)reader.BytesConsumed];
        }
    }

    internal SocketIoArguments? Answer { get; private set; }

    internal bool SendsAckItself => WantsAck && !_ackTaken;

    internal ulong AckId => Packet.Packet.Id ?? 0;

    internal ReceivedPacket Packet => _packet ?? throw new ObjectDisposedException(nameof(SocketIoEvent), "An event is valid only until its handler ends.");

    /// <summary>One argument, parsed.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    public JsonElement this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(index));
            }

            _document ??= JsonDocument.Parse(Packet.Packet.Json, new JsonDocumentOptions { MaxDepth = SocketIoPayload.MaxDepth });
            return _document.RootElement[index + 1];
        }
    }

    /// <summary>Reads one argument as an object, by generated code.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="index">The argument's index; a missing argument reads as JSON <c>null</c>.</param>
    /// <param name="typeInfo">How to read it.</param>
    /// <returns>The object; null when the argument is null or missing.</returns>
    /// <exception cref="JsonException">The argument has another shape.</exception>
    public T? Read<T>(int index, JsonTypeInfo<T> typeInfo)
    {
        if (index == 0 && Count > 0)
        {
            return JsonSerializer.Deserialize(FirstArgument.Span, typeInfo);
        }

        return index < Count ? this[index].Deserialize(typeInfo) : default;
    }

    /// <summary>The bytes of a binary argument.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False when there is no such argument or it is not binary.</returns>
    public bool TryGetBinary(int index, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        return Attachments.Count > 0 && (uint)index < (uint)Count && TryGetBinary(this[index], out bytes);
    }

    /// <summary>The bytes that a value anywhere inside the arguments stands for.</summary>
    /// <param name="value">A value read from this event.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False when the value is not binary.</returns>
    public bool TryGetBinary(JsonElement value, out ReadOnlyMemory<byte> bytes)
    {
        var found = Placeholders.TryResolve(value, Attachments.Count, out var number);
        bytes = found ? Attachments[number] : default;
        return found;
    }

    /// <summary>
    /// Says what to acknowledge with. The acknowledgement is sent when the handler has finished; without this call it has no
    /// arguments. Ignored when none was asked for.
    /// </summary>
    /// <param name="arguments">What to answer.</param>
    public void Acknowledge(SocketIoArguments arguments) => Answer = arguments;

    /// <summary>Takes the acknowledgement over, to be sent later or never, instead of when the handler has finished.</summary>
    /// <returns>The acknowledgement; null when none was asked for or it was taken before.</returns>
    public SocketIoAck? DeferAck()
    {
        if (!SendsAckItself)
        {
            return null;
        }

        _ackTaken = true;
        return new SocketIoAck(_sender!, AckId);
    }

    internal void Load(ReceivedPacket packet, IAckSender sender, string? name)
    {
        _packet = packet;
        _sender = sender;
        _name = name;
        _ackTaken = false;
        Answer = null;
    }

    /// <summary>Ends the handler's right to the event and gives its packet back.</summary>
    internal ReceivedPacket Unload()
    {
        var packet = Packet;
        _document?.Dispose();
        _document = null;
        _packet = null;
        _sender = null;
        _name = null;
        Answer = null;
        return packet;
    }
}
