using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>error</c> on a socket, and the error body of REST (which has no <c>type</c>).</summary>
public sealed record ErrorMessage : IWireMessage
{
    /// <summary>For people.</summary>
    public string Error { get; init; } = string.Empty;

    /// <summary>For programs.</summary>
    public VoxNexusErrorCode Code { get; init; }

    /// <summary>The session or request; empty only as read from a peer that left it out.</summary>
    public string RequestId { get; init; } = string.Empty;

    /// <summary>More for people; null for nothing.</summary>
    public string? Details { get; init; }

    /// <summary>Whether the same may succeed later; null leaves it to the code.</summary>
    public bool? Retryable { get; init; }

    /// <summary>Extension: the utterance that failed; null for none.</summary>
    public string? UtteranceId { get; init; }

    /// <summary>What the peer said, or what is known of the code.</summary>
    public bool IsRetryable => Retryable ?? Code.IsRetryable;

    /// <summary>Reads the message, passing over members of the wrong type.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static ErrorMessage Read(ReadOnlySpan<byte> json)
    {
        var message = new ErrorMessage();
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "error":
                    message = message with { Error = fields.String() ?? string.Empty };
                    break;
                case "code":
                    message = message with { Code = new VoxNexusErrorCode(fields.String()) };
                    break;
                case "request_id":
                    message = message with { RequestId = fields.String() ?? string.Empty };
                    break;
                case "details":
                    message = message with { Details = fields.String() };
                    break;
                case "retryable":
                    message = message with { Retryable = fields.Boolean() };
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

    /// <summary>Appends the socket's form.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Write(IBufferWriter<byte> output) => Write(output, withType: true);

    /// <summary>Appends REST's form, without <c>type</c>.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void WriteBody(IBufferWriter<byte> output) => Write(output, withType: false);

    private void Write(IBufferWriter<byte> output, bool withType) => WireJson.Write(output, (this, withType), static (writer, state) =>
    {
        var (message, withType) = state;
        if (withType)
        {
            writer.WriteString("type"u8, "error"u8);
        }

        writer.WriteString("error"u8, message.Error);
        writer.WriteString("code"u8, message.Code.Value);
        writer.WriteString("request_id"u8, message.RequestId);
        writer.Optional("details"u8, message.Details);
        writer.Optional("retryable"u8, message.Retryable);
        writer.Optional("utterance_id"u8, message.UtteranceId);
    });
}
