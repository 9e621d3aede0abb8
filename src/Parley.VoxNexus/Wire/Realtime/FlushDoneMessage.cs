using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>flush_done</c>: everything sent before the flush has been answered.</summary>
/// <param name="RequestId">The session's name; empty only as read from a peer that left it out.</param>
/// <param name="SessionIndex">Extension: which session ended; null when absent.</param>
/// <param name="AudioDuration">Extension: milliseconds of audio consumed; null when absent.</param>
public sealed record FlushDoneMessage(string RequestId, long? SessionIndex = null, long? AudioDuration = null) : IWireMessage
{
    /// <summary>Reads the message, passing over members of the wrong type.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static FlushDoneMessage Read(ReadOnlySpan<byte> json)
    {
        var message = new FlushDoneMessage(string.Empty);
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "request_id":
                    message = message with { RequestId = fields.String() ?? string.Empty };
                    break;
                case "session_index":
                    message = message with { SessionIndex = fields.Milliseconds() };
                    break;
                case "audio_duration":
                    message = message with { AudioDuration = fields.Milliseconds() };
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return message;
    }

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, message) =>
    {
        writer.WriteString("type"u8, "flush_done"u8);
        writer.WriteString("request_id"u8, message.RequestId);
        writer.Optional("session_index"u8, message.SessionIndex);
        writer.Optional("audio_duration"u8, message.AudioDuration);
    });
}
