namespace Parley.SocketIo.Packets;

/// <summary>
/// Joins a packet's text with the binary messages that follow it. One per connection, used by its read loop only. Buffers
/// handed in belong to the decoder from then on, and to the packet it gives out. After a failure nothing more may be added.
/// </summary>
internal sealed class SocketIoDecoder(int maxAttachments) : IDisposable
{
    // Per thread and not per connection: thousands of those are idle.
    [ThreadStatic]
    private static ReceivedPacket? s_spare;

    private ReceivedPacket? _partial;

    /// <summary>Adds a text message (after <paramref name="offset"/> bytes of Engine.IO framing).</summary>
    public DecodeResult AddText(PooledBuffer buffer, int offset, out ReceivedPacket? packet, out string? error)
    {
        packet = null;
        if (_partial is not null)
        {
            buffer.Dispose();
            error = "text while attachments were due";
            return DecodeResult.Failed;
        }

        if (!SocketIoPacket.TryRead(buffer.WrittenMemory[offset..], maxAttachments, out var parsed, out error))
        {
            buffer.Dispose();
            return DecodeResult.Failed;
        }

        var received = s_spare ?? new ReceivedPacket();
        s_spare = null;
        received.Start(parsed, buffer);
        if (received.IsWhole)
        {
            packet = received;
            return DecodeResult.Packet;
        }

        _partial = received;
        return DecodeResult.NeedsMore;
    }

    /// <summary>Adds a binary message (after <paramref name="offset"/> bytes of framing).</summary>
    public DecodeResult AddBinary(PooledBuffer buffer, int offset, out ReceivedPacket? packet, out string? error)
    {
        packet = null;
        error = null;
        if (_partial is null)
        {
            buffer.Dispose();
            error = "binary without a packet that announced it";
            return DecodeResult.Failed;
        }

        _partial.Attach(buffer, offset);
        if (!_partial.IsWhole)
        {
            return DecodeResult.NeedsMore;
        }

        packet = _partial;
        _partial = null;
        return DecodeResult.Packet;
    }

    /// <summary>Disposes a packet and keeps the object for the next one. Any thread.</summary>
    public static void Recycle(ReceivedPacket packet)
    {
        packet.Dispose();
        s_spare = packet;
    }

    public void Dispose()
    {
        _partial?.Dispose();
        _partial = null;
    }
}
