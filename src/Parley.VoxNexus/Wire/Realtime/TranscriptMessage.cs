using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>transcript</c>: the current utterance so far (a replacement, not an addition), or its final form.</summary>
public sealed record TranscriptMessage : IWireMessage
{
    /// <summary>The session's name; empty only as read from a peer that left it out.</summary>
    public string RequestId { get; init; } = string.Empty;

    /// <summary>The utterance's text.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>False for a partial, true exactly once an utterance.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The recognised language; null on partials that leave it out.</summary>
    public string? Language { get; init; }

    /// <summary>0 to 1, on finals only; null when the engine has none.</summary>
    public double? Confidence { get; init; }

    /// <summary>Milliseconds from the first sample of the recognition session; 0 as read from a peer that left it out.</summary>
    public long Offset { get; init; }

    /// <summary>Milliseconds.</summary>
    public long Duration { get; init; }

    /// <summary>The words, on finals and only when timestamps were asked for; null otherwise.</summary>
    public IReadOnlyList<TranscriptWord>? Words { get; init; }

    /// <summary>Unique for each utterance; null when the server names none.</summary>
    public string? SegmentId { get; init; }

    /// <summary>Extension: 0 for the first session, one more after each flush; null when absent.</summary>
    public long? SessionIndex { get; init; }

    /// <summary>Reads the message, passing over members of the wrong type.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static TranscriptMessage Read(ReadOnlySpan<byte> json)
    {
        var message = new TranscriptMessage();
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "request_id":
                    message = message with { RequestId = fields.String() ?? string.Empty };
                    break;
                case "text":
                    message = message with { Text = fields.String() ?? string.Empty };
                    break;
                case "is_final":
                    message = message with { IsFinal = fields.Boolean() ?? false };
                    break;
                case "language":
                    message = message with { Language = fields.String() };
                    break;
                case "confidence":
                    message = message with { Confidence = fields.Number() };
                    break;
                case "offset":
                    message = message with { Offset = fields.Milliseconds() ?? 0 };
                    break;
                case "duration":
                    message = message with { Duration = fields.Milliseconds() ?? 0 };
                    break;
                case "words" when fields.TryArray(json, out var inner):
                    message = message with { Words = TranscriptWord.ReadList(inner) };
                    break;
                case "segment_id":
                    message = message with { SegmentId = fields.String() };
                    break;
                case "session_index":
                    message = message with { SessionIndex = fields.Milliseconds() };
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
        writer.WriteString("type"u8, "transcript"u8);
        writer.WriteString("request_id"u8, message.RequestId);
        writer.WriteString("text"u8, message.Text);
        writer.WriteBoolean("is_final"u8, message.IsFinal);
        writer.Optional("language"u8, message.Language);
        writer.Optional("confidence"u8, message.Confidence);
        writer.WriteNumber("offset"u8, message.Offset);
        writer.WriteNumber("duration"u8, message.Duration);
        if (message.Words is { } words)
        {
            TranscriptWord.WriteList(writer, words);
        }

        writer.Optional("segment_id"u8, message.SegmentId);
        writer.Optional("session_index"u8, message.SessionIndex);
    });
}
