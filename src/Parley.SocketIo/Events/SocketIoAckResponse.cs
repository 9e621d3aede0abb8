using System.Text.Json;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo;

/// <summary>What the peer answered to an event. It owns its data and may be kept. Thread-safe.</summary>
public sealed class SocketIoAckResponse
{
    private readonly JsonElement _arguments;

    internal SocketIoAckResponse(ReceivedPacket packet)
    {
        if (packet.Packet.Json.IsEmpty)
        {
            return;
        }

        using var document = JsonDocument.Parse(packet.Packet.Json, new JsonDocumentOptions { MaxDepth = SocketIoPayload.MaxDepth });
        _arguments = document.RootElement.Clone();
        Count = packet.Packet.Layout.Count;
        var attachments = new ReadOnlyMemory<byte>[packet.Attachments.Count];
        for (var i = 0; i < attachments.Length; i++)
        {
            attachments[i] = packet.Attachments[i].ToArray();
        }

        Attachments = attachments;
    }

    /// <summary>How many arguments the peer sent.</summary>
    public int Count { get; }

    /// <summary>The binary attachments; empty when there are none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Attachments { get; } = [];

    /// <summary>One argument.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    public JsonElement this[int index] => (uint)index < (uint)Count ? _arguments[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The bytes of a binary argument.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False when there is no such argument or it is not binary.</returns>
    public bool TryGetBinary(int index, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if ((uint)index >= (uint)Count || !Placeholders.TryResolve(_arguments[index], Attachments.Count, out var number))
        {
            return false;
        }

        bytes = Attachments[number];
        return true;
    }
}
