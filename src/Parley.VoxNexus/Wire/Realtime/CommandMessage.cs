using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>command</c>: <c>flush</c> on speech to text; <c>cancel</c> and, on text to speech, <c>flush</c> are extensions.</summary>
/// <param name="Command">The command; null only as read from a peer that left it out or sent another type.</param>
public sealed record CommandMessage(string? Command) : IWireMessage
{
    /// <summary>Finish what was sent and say so.</summary>
    public static CommandMessage Flush { get; } = new("flush");

    /// <summary>Drop what was sent and say so; an extension.</summary>
    public static CommandMessage Cancel { get; } = new("cancel");

    /// <summary>Reads the message; an absent or wrong <c>command</c> is an <c>INVALID_MESSAGE</c>.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    /// <param name="problems">Where that is reported; null passes over it.</param>
    public static CommandMessage Read(ReadOnlySpan<byte> json, List<WireProblem>? problems = null)
    {
        string? command = null;
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            if (fields.Name == "command")
            {
                command = fields.String();
            }
            else
            {
                fields.Skip();
            }
        }

        if (command is null)
        {
            problems?.Add(new WireProblem(VoxNexusErrorCode.InvalidMessage, "command must be a string", "command"));
        }

        return new CommandMessage(command);
    }

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, message) =>
    {
        writer.WriteString("type"u8, "command"u8);
        writer.WriteString("command"u8, message.Command ?? string.Empty);
    });
}
