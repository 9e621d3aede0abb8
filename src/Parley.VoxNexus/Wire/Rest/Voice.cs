using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary>A voice of <c>/v1/voices</c>. Older names of the service are kept beside the current ones; read the current first.</summary>
public sealed record Voice
{
    /// <summary>What <c>init</c> takes.</summary>
    public string VoiceId { get; init; } = string.Empty;

    /// <summary>The voice's name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary><c>male</c>, <c>female</c> or <c>neutral</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>BCP 47.</summary>
    public string? PrimaryLocale { get; init; }

    /// <summary>The name in the reader's language; null when there is none.</summary>
    public string? DisplayName { get; init; }

    /// <summary><c>premade</c>, <c>cloned</c> or <c>generated</c>; null when unknown.</summary>
    public string? Category { get; init; }

    /// <summary>A sentence about the voice; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it speaks several languages; null when unknown.</summary>
    public bool? IsMultilingual { get; init; }

    /// <summary>What it speaks; null when the server does not say.</summary>
    public IReadOnlyList<VoiceLocale>? SupportedLocales { get; init; }

    /// <summary>What it suits; null when the server does not say.</summary>
    public VoiceLabels? Labels { get; init; }

    /// <summary>A sample to listen to; null when there is none.</summary>
    public string? PreviewUrl { get; init; }

    /// <summary>JSON Schema of <c>voice_config</c>; null or an empty object when there are no options.</summary>
    public JsonElement? ConfigSchema { get; init; }

    /// <summary>Older: ISO 639-1 language.</summary>
    public string? Language { get; init; }

    /// <summary>Older: name of <see cref="PrimaryLocale"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>Older: <c>child</c>, <c>young</c>, <c>adult</c> or <c>senior</c>.</summary>
    public string? Age { get; init; }

    /// <summary>Older: the styles that <c>voice_config.style</c> takes.</summary>
    public IReadOnlyList<string>? Styles { get; init; }

    /// <summary>Older name of <see cref="PreviewUrl"/>.</summary>
    public string? SampleUrl { get; init; }

    /// <summary>Older name of <see cref="ConfigSchema"/>.</summary>
    public JsonElement? VoiceConfigSchema { get; init; }
}
