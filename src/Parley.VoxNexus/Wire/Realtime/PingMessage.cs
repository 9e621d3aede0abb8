using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>ping</c>, or the <c>pong</c> that echoes it.</summary>
/// <param name="Id">The raw JSON of <c>id</c>; null when absent or longer than <see cref="MaxEchoBytes"/>.</param>
/// <param name="Timestamp">The raw JSON of <c>timestamp</c>; null when absent or longer than <see cref="MaxEchoBytes"/>.</param>
/// <param name="IsPong">Whether it is the answer.</param>
public sealed record PingMessage(string? Id = null, string? Timestamp = null, bool IsPong = false) : IWireMessage
{
    /// <summary>Longest echo, in bytes of JSON.</summary>
    public const int MaxEchoBytes = 256;

    /// <summary>Reads the message.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static PingMessage Read(ReadOnlySpan<byte> json)
    {
        string? id = null, timestamp = null;
        var isPong = false;
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "id":
                    id = Echo(fields.Raw(json));
                    break;
                case "timestamp":
                    timestamp = Echo(fields.Raw(json));
                    break;
                case "type":
                    isPong = fields.String() == "pong";
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return new PingMessage(id, timestamp, isPong);
    }

    /// <summary>The answer to this ping.</summary>
    public PingMessage ToPong() => this with { IsPong = true };

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, message) =>
    {
        writer.WriteString("type"u8, message.IsPong ? "pong"u8 : "ping"u8);
        if (message.Id is not null)
        {
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(message.Id);
        }

        if (message.Timestamp is not null)
        {
            writer.WritePropertyName("timestamp"u8);
            writer.WriteRawValue(message.Timestamp);
        }
    });

    private static string? Echo(ReadOnlySpan<byte> raw) => raw.Length <= MaxEchoBytes ? System.Text.Encoding.UTF8.GetString(raw) : null;
}
