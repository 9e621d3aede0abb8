using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>text</c>: a piece of an utterance to speak.</summary>
/// <param name="Text">The piece; may be empty. Null only as read from a peer that left it out or sent another type.</param>
/// <param name="IsFinal">Whether it ends the utterance; false when absent.</param>
/// <param name="UtteranceId">Extension: an id of at most 128 characters to be echoed on the audio; null for none.</param>
public sealed record TextMessage(string? Text, bool IsFinal, string? UtteranceId = null) : IWireMessage
{
    /// <summary>Reads the message.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    /// <param name="problems">Where wrong types are reported, an absent <c>text</c> among them; null passes over them.</param>
    public static TextMessage Read(ReadOnlySpan<byte> json, List<WireProblem>? problems = null)
    {
        string? text = null, utteranceId = null;
        bool? isFinal = null;
        var wrongText = false;
        var fields = new WireFieldReader(json, problems);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "text":
                    text = fields.String();
                    wrongText = text is null;
                    break;
                case "is_final":
                    isFinal = fields.Boolean();
                    break;
                case "utterance_id":
                    utteranceId = fields.String();
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        if (text is null && !wrongText)
        {
            problems?.Add(new WireProblem(VoxNexusErrorCode.InvalidParameter, "text is required", "text"));
        }

        if (utteranceId is { Length: > 128 })
        {
            problems?.Add(new WireProblem(VoxNexusErrorCode.InvalidParameter, "utterance_id must be at most 128 characters", "utterance_id"));
        }

        return new TextMessage(text, isFinal ?? false, utteranceId);
    }

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, message) =>
    {
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, message.Text ?? string.Empty);
        writer.WriteBoolean("is_final"u8, message.IsFinal);
        writer.Optional("utterance_id"u8, message.UtteranceId);
    });
}
