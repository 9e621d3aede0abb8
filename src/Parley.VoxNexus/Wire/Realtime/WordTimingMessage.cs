using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>word_timing</c>: when the words of the audio that follows are spoken. An extension, on request.</summary>
/// <param name="Words">Offsets count from the first sample of the utterance.</param>
/// <param name="UtteranceId">The client's own id; null for none.</param>
public sealed record WordTimingMessage(IReadOnlyList<TranscriptWord> Words, string? UtteranceId = null) : IWireMessage
{
    /// <summary>Reads the message, passing over members of the wrong type.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static WordTimingMessage Read(ReadOnlySpan<byte> json)
    {
        var message = new WordTimingMessage([]);
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "words" when fields.TryArray(json, out var inner):
                    message = message with { Words = TranscriptWord.ReadList(inner) };
                    break;
                case "utterance_id":
                    message = message with { UtteranceId = fields.String() };
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
        writer.WriteString("type"u8, "word_timing"u8);
        TranscriptWord.WriteList(writer, message.Words);
        writer.Optional("utterance_id"u8, message.UtteranceId);
    });
}
