using System.Buffers;
using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary><c>init</c> of text to speech.</summary>
public sealed record TtsInitMessage : IWireMessage
{
    /// <summary>What the utterances sound like.</summary>
    public SynthesisSettings Settings { get; init; } = new();

    /// <summary>Extension: <c>binary</c> asks for audio in binary messages; null for base64 in JSON.</summary>
    public string? AudioTransport { get; init; }

    /// <summary>Extension: ask for <c>word_timing</c> messages; null for false.</summary>
    public bool? EnableTimestamps { get; init; }

    /// <summary>Extension: ask for the limits in <c>ready</c>; null for false.</summary>
    public bool? IncludeLimits { get; init; }

    /// <summary>Extension: <c>auto</c>, <c>verbatim</c> or <c>space</c>; null for <c>auto</c>.</summary>
    public string? TextJoin { get; init; }

    /// <summary>Extension: milliseconds without new text after which buffered text is spoken, 0 for never; null for the server's default.</summary>
    public int? AutoFlushMs { get; init; }

    /// <summary>Reads the message.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    /// <param name="problems">Where wrong types are reported; null passes over them.</param>
    public static TtsInitMessage Read(ReadOnlySpan<byte> json, List<WireProblem>? problems = null)
    {
        var message = new TtsInitMessage();
        var settings = new SynthesisSettings();
        var fields = new WireFieldReader(json, problems);
        while (fields.Next())
        {
            if (SynthesisSettings.TryReadMember(ref fields, json, problems, ref settings))
            {
                continue;
            }

            switch (fields.Name)
            {
                case "audio_transport":
                    message = message with { AudioTransport = fields.String() };
                    break;
                case "enable_timestamps":
                    message = message with { EnableTimestamps = fields.Boolean() };
                    break;
                case "include_limits":
                    message = message with { IncludeLimits = fields.Boolean() };
                    break;
                case "text_join":
                    message = message with { TextJoin = fields.String() };
                    break;
                case "auto_flush_ms":
                    message = message with { AutoFlushMs = fields.Integer() };
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return message with { Settings = settings };
    }

    /// <summary>What is out of range, in the order of the specification's table; empty when nothing is.</summary>
    public IEnumerable<WireProblem> Validate()
    {
        foreach (var problem in Settings.Validate())
        {
            yield return problem;
        }

        if (AudioTransport is not (null or "base64" or "binary"))
        {
            yield return new WireProblem(VoxNexusErrorCode.InvalidParameter, "audio_transport must be base64 or binary", "audio_transport");
        }

        if (TextJoin is not (null or "auto" or "verbatim" or "space"))
        {
            yield return new WireProblem(VoxNexusErrorCode.InvalidParameter, "text_join must be auto, verbatim or space", "text_join");
        }

        if (AutoFlushMs is < 0 or > 600_000)
        {
            yield return new WireProblem(VoxNexusErrorCode.InvalidParameter, "auto_flush_ms must be between 0 and 600000", "auto_flush_ms");
        }
    }

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, message) => message.Write(writer));

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type"u8, "init"u8);
        Settings.Write(writer);
        writer.Optional("audio_transport"u8, AudioTransport);
        writer.Optional("enable_timestamps"u8, EnableTimestamps);
        writer.Optional("include_limits"u8, IncludeLimits);
        writer.Optional("text_join"u8, TextJoin);
        writer.Optional("auto_flush_ms"u8, (long?)AutoFlushMs);
    }
}
