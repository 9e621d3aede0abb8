namespace Parley.SocketIo.EngineIo;

/// <summary>
/// Reads the packets of a polling payload: <c>packet *( %x1E packet )</c>. An empty payload or an empty packet is an error,
/// and nothing after an error is read. Not thread-safe.
/// </summary>
/// <param name="payload">The whole body, UTF-8.</param>
public struct EngineIoPayloadReader(ReadOnlyMemory<byte> payload)
{
    /// <summary>The byte between packets: the record separator, U+001E.</summary>
    public const byte Separator = 0x1E;

    private ReadOnlyMemory<byte> _rest = payload;
    private bool _finished;

    /// <summary>True once something that is not a packet was found.</summary>
    public bool Failed { get; private set; }

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet read, a view on the payload.</param>
    /// <returns>False at the end and after an error; <see cref="Failed"/> tells which.</returns>
    public bool TryRead(out EngineIoPacket packet)
    {
        packet = default;
        if (_finished)
        {
            return false;
        }

        var end = _rest.Span.IndexOf(Separator);
        var text = end < 0 ? _rest : _rest[..end];
        _finished = end < 0;
        _rest = end < 0 ? default : _rest[(end + 1)..];
        if (EngineIoPacket.TryRead(text, out packet))
        {
            return true;
        }

        Failed = true;
        _finished = true;
        return false;
    }
}
