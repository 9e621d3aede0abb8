using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>Builds one server message at a time in a pooled buffer. Not thread-safe: each loop of a session has its own.</summary>
internal sealed class MessageWriter : IDisposable
{
    private readonly PooledBufferWriter _buffer = new();

    /// <returns>The message's bytes, valid until the next one is written.</returns>
    public ReadOnlyMemory<byte> Write(IWireMessage message)
    {
        _buffer.Clear();
        message.Write(_buffer);
        return _buffer.WrittenMemory;
    }

    /// <summary>An <c>audio</c> message; costs no allocation.</summary>
    /// <returns>The message's bytes, valid until the next one is written.</returns>
    public ReadOnlyMemory<byte> Audio(ReadOnlySpan<byte> bytes, bool isFinal, string? utteranceId)
    {
        _buffer.Clear();
        AudioMessage.WriteOutput(bytes, isFinal, utteranceId, _buffer);
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _buffer.Dispose();
}
