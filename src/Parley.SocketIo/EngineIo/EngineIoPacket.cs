namespace Parley.SocketIo.EngineIo;

/// <summary>
/// One Engine.IO packet as a view on the bytes it was read from; it lives no longer than they do.
/// </summary>
/// <param name="Type">What the packet is.</param>
/// <param name="Data">What follows the type digit: UTF-8 text, or the base64 text of a binary message of a polling payload.</param>
/// <param name="IsBase64">True for a binary message of a polling payload (<c>b…</c>).</param>
public readonly record struct EngineIoPacket(EngineIoPacketType Type, ReadOnlyMemory<byte> Data, bool IsBase64 = false)
{
    /// <summary>Reads one text packet: a digit <c>0</c> to <c>6</c> and its data. In polling payloads also <c>b</c> and base64.</summary>
    /// <param name="text">The whole packet, UTF-8.</param>
    /// <param name="packet">The packet read.</param>
    /// <returns>False for anything that is not a packet: the connection must be closed with "parse error".</returns>
    public static bool TryRead(ReadOnlyMemory<byte> text, out EngineIoPacket packet)
    {
        packet = default;
        if (text.IsEmpty)
        {
            return false;
        }

        var first = text.Span[0];
        if (first == (byte)'b')
        {
            packet = new EngineIoPacket(EngineIoPacketType.Message, text[1..], IsBase64: true);
            return true;
        }

        if (first is < (byte)'0' or > (byte)'6')
        {
            return false;
        }

        packet = new EngineIoPacket((EngineIoPacketType)(first - '0'), text[1..]);
        return true;
    }
}
