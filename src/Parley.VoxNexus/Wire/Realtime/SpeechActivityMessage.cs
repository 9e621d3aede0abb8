using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>speech_started</c> and <c>speech_ended</c>: voice activity. An extension, on request.</summary>
/// <param name="Started">True for the beginning, false for the end.</param>
/// <param name="Offset">Milliseconds from the first sample of the recognition session.</param>
/// <param name="RequestId">The session's name; null when absent.</param>
public sealed record SpeechActivityMessage(bool Started, long Offset, string? RequestId = null) : IWireMessage
{
    /// <summary>Reads the message, passing over members of the wrong type.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static SpeechActivityMessage Read(ReadOnlySpan<byte> json)
    {
        var message = new SpeechActivityMessage(false, 0);
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "type":
                    message = message with { Started = fields.String() == "speech_started" };
                    break;
                case "offset":
                    message = message with { Offset = fields.Milliseconds() ?? 0 };
                    break;
                case "request_id":
                    message = message with { RequestId = fields.String() };
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
        writer.WriteString("type"u8, message.Started ? "speech_started"u8 : "speech_ended"u8);
        writer.Optional("request_id"u8, message.RequestId);
        writer.WriteNumber("offset"u8, message.Offset);
    });
}
