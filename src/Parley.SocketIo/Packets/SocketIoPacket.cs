using System.Text;

namespace Parley.SocketIo.Packets;

/// <summary>
/// One Socket.IO packet without its attachments: a view on the text it was read from, which it does not outlive.
/// <c>type [ attachments "-" ] [ namespace "," ] [ id ] [ json ]</c>.
/// </summary>
public readonly record struct SocketIoPacket
{
    /// <summary>The type on the wire.</summary>
    public required SocketIoPacketType Type { get; init; }

    /// <summary>The namespace as UTF-8, with its leading slash; empty for the main one, <c>/</c>.</summary>
    public ReadOnlyMemory<byte> NamespaceUtf8 { get; init; }

    /// <summary>The acknowledgement's id; null when none is wanted.</summary>
    public ulong? Id { get; init; }

    /// <summary>How many binary messages follow; 0 unless the type is a binary one.</summary>
    public int AttachmentCount { get; init; }

    /// <summary>The JSON payload, checked to be whole and of the kind that the type asks for; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Where name and arguments lie in <see cref="Json"/>; of events and acknowledgements only.</summary>
    internal ArgumentLayout Layout { get; init; }

    /// <summary>The namespace as text: <c>/</c> for the main one. Allocates.</summary>
    public string Namespace => NamespaceUtf8.IsEmpty ? "/" : Encoding.UTF8.GetString(NamespaceUtf8.Span);

    /// <summary>The event's name; empty for other types. A numeric name is given as its digits. Allocates.</summary>
    public string EventName => Layout.ReadName(Json.Span);

    /// <summary>The arguments of an event (its name left out) or of an acknowledgement.</summary>
    /// <param name="attachments">The binary messages that followed; null or empty when there are none.</param>
    /// <returns>A view on this packet.</returns>
    public SocketIoArguments GetArguments(IReadOnlyList<ReadOnlyMemory<byte>>? attachments = null) =>
        new(Layout.Slice(Json), Layout.Count, attachments ?? []);

    /// <summary>Reads a packet from the text of an Engine.IO message.</summary>
    /// <param name="text">The whole message without the Engine.IO digit, UTF-8.</param>
    /// <param name="maxAttachments">Most attachments accepted; the reference's default is 10.</param>
    /// <param name="packet">The packet read.</param>
    /// <param name="error">Why it is not a packet, in a few words; null on success.</param>
    /// <returns>False for anything that is not a packet: the connection must be closed with "parse error".</returns>
    public static bool TryRead(ReadOnlyMemory<byte> text, int maxAttachments, out SocketIoPacket packet, out string? error) =>
        SocketIoPacketParser.TryParse(text, maxAttachments, out packet, out error);
}
