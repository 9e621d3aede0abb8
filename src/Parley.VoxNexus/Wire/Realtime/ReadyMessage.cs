using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary><c>ready</c>: the configuration was accepted.</summary>
public sealed record ReadyMessage : IWireMessage
{
    /// <summary>The server's name for this session; empty only as read from a peer that left it out.</summary>
    public string RequestId { get; init; } = string.Empty;

    /// <summary>The voice as it was asked for; null on speech to text.</summary>
    public string? VoiceId { get; init; }

    /// <summary>The resolved locale; null only as read from a peer that left it out.</summary>
    public string? Language { get; init; }

    /// <summary>The audio's format; null only as read from a peer that left it out.</summary>
    public string? Format { get; init; }

    /// <summary>The audio's rate in hertz; null only as read from a peer that left it out.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Extension: the accepted <c>audio_transport</c>; null when it was not asked for.</summary>
    public string? AudioTransport { get; init; }

    /// <summary>Extension: the server's limits by name, when they were asked for; null otherwise.</summary>
    public IReadOnlyDictionary<string, long>? Limits { get; init; }

    /// <summary>Reads the message, passing over members of the wrong type.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    public static ReadyMessage Read(ReadOnlySpan<byte> json)
    {
        var message = new ReadyMessage();
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "request_id":
                    message = message with { RequestId = fields.String() ?? string.Empty };
                    break;
                case "voice_id":
                    message = message with { VoiceId = fields.String() };
                    break;
                case "language":
                    message = message with { Language = fields.String() };
                    break;
                case "format":
                    message = message with { Format = fields.String() };
                    break;
                case "sample_rate":
                    message = message with { SampleRate = fields.Integer() };
                    break;
                case "audio_transport":
                    message = message with { AudioTransport = fields.String() };
                    break;
                case "limits" when fields.TryObject(json, null, out var inner):
                    message = message with { Limits = ReadLimits(inner) };
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
        writer.WriteString("type"u8, "ready"u8);
        writer.WriteString("request_id"u8, message.RequestId);
        writer.Optional("voice_id"u8, message.VoiceId);
        writer.Optional("language"u8, message.Language);
        writer.Optional("format"u8, message.Format);
        writer.Optional("sample_rate"u8, (long?)message.SampleRate);
        writer.Optional("audio_transport"u8, message.AudioTransport);
        if (message.Limits is { } limits)
        {
            writer.WriteStartObject("limits"u8);
            foreach (var (name, value) in limits)
            {
                writer.WriteNumber(name, value);
            }

            writer.WriteEndObject();
        }
    });

    private static Dictionary<string, long> ReadLimits(ReadOnlySpan<byte> json)
    {
        var limits = new Dictionary<string, long>(StringComparer.Ordinal);
        var fields = new WireFieldReader(json, problems: null);
        while (fields.Next())
        {
            var name = fields.Name;
            if (fields.Milliseconds() is { } value)
            {
                limits[name] = value;
            }
        }

        return limits;
    }
}
