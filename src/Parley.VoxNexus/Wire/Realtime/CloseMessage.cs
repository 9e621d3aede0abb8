using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>close</c>: finish pending work, then close with 1000. An extension.</summary>
public sealed record CloseMessage : IWireMessage
{
    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, _) => writer.WriteString("type"u8, "close"u8));
}
