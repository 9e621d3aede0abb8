using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>llm</c>: a language model's rewriting of the transcript. Seen on the wire, not documented.</summary>
/// <param name="RequestId">The session's name; empty only as read from a peer that left it out.</param>
/// <param name="IsFinal">Whether the rewriting is complete.</param>
/// <param name="Text">The whole text, replacing what came before; null when the message adds.</param>
/// <param name="Delta">An addition; null when the message replaces.</param>
/// <param name="SegmentId">The utterance; null when the server names none.</param>
public sealed record LlmMessage(string RequestId, bool IsFinal, string? Text = null, string? Delta = null, string? SegmentId = null) : IWireMessage
{
    /// <summary>Reads the message, passing over members of the wrong type.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static LlmMessage Read(ReadOnlySpan<byte> json)
    {
        var message = new LlmMessage(string.Empty, false);
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "request_id":
                    message = message with { RequestId = fields.String() ?? string.Empty };
                    break;
                case "is_final":
                    message = message with { IsFinal = fields.Boolean() ?? false };
                    break;
                case "text":
                    message = message with { Text = fields.String() };
                    break;
                case "delta":
                    message = message with { Delta = fields.String() };
                    break;
                case "segment_id":
                    message = message with { SegmentId = fields.String() };
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
        writer.WriteString("type"u8, "llm"u8);
        writer.WriteString("request_id"u8, message.RequestId);
        writer.WriteBoolean("is_final"u8, message.IsFinal);
        writer.Optional("text"u8, message.Text);
        writer.Optional("delta"u8, message.Delta);
        writer.Optional("segment_id"u8, message.SegmentId);
    });
}
