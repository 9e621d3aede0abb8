using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary><c>voice_config</c>: what a voice's own <c>config_schema</c> describes.</summary>
public sealed record VoiceConfig
{
    /// <summary>E.g. <c>cheerful</c>, <c>sad</c>; null for the voice's default. A style the voice lacks is ignored.</summary>
    public string? Style { get; init; }

    /// <summary>E.g. <c>Girl</c>; null for the voice's default. A role the voice lacks is ignored.</summary>
    public string? Role { get; init; }

    /// <summary>Intensity of the style, above 0 up to 2, default 1; clamped to that range.</summary>
    public double? Degree { get; init; }

    /// <summary>Further members, as their JSON text by name; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Additional { get; init; }

    internal static VoiceConfig Read(ReadOnlySpan<byte> json, List<WireProblem>? problems)
    {
        var config = new VoiceConfig();
        Dictionary<string, string>? additional = null;
        var fields = new WireFieldReader(json, problems, "voice_config.", VoxNexusErrorCode.InvalidVoiceConfig);
        while (fields.Next())
        {
            switch (fields.Name)
            {
                case "style":
                    config = config with { Style = fields.String() };
                    break;
                case "role":
                    config = config with { Role = fields.String() };
                    break;
                case "degree":
                    config = config with { Degree = fields.Number() is { } degree ? Math.Min(2.0, Math.Max(0.01, degree)) : null };
                    break;
                default:
                    additional ??= [];
                    additional[fields.Name] = System.Text.Encoding.UTF8.GetString(fields.Raw(json));
                    break;
            }
        }

        return config with { Additional = additional };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("voice_config"u8);
        writer.Optional("style"u8, Style);
        writer.Optional("role"u8, Role);
        writer.Optional("degree"u8, Degree);
        foreach (var (name, json) in Additional ?? new Dictionary<string, string>())
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }

        writer.WriteEndObject();
    }
}
