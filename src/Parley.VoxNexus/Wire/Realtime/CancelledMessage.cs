using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>cancelled</c>: nothing of the cancelled work will follow. An extension, sent only in answer to a cancel.</summary>
/// <param name="RequestId">The session's name; empty only as read from a peer that left it out.</param>
public sealed record CancelledMessage(string RequestId) : IWireMessage
{
    /// <summary>Reads the message, passing over members of the wrong type.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static CancelledMessage Read(ReadOnlySpan<byte> json) => new(FlushDoneMessage.Read(json).RequestId);

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, message) =>
    {
        writer.WriteString("type"u8, "cancelled"u8);
        writer.WriteString("request_id"u8, message.RequestId);
    });
}
