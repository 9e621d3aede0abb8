using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>cancel</c>: drop everything sent and not yet answered; the same as the command. An extension.</summary>
public sealed record CancelMessage : IWireMessage
{
    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, _) => writer.WriteString("type"u8, "cancel"u8));
}
