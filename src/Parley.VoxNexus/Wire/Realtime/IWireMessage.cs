using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary>A message that can be put on the wire: one JSON object in one text message.</summary>
public interface IWireMessage
{
    /// <summary>Appends the message as UTF-8 JSON. Optional members without a value are left out, never null.</summary>
    /// <param name="output">Where the bytes go.</param>
    void Write(IBufferWriter<byte> output);
}
