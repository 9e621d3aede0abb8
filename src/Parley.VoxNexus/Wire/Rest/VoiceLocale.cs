namespace Parley.VoxNexus.Wire;

/// <summary>One locale a voice speaks.</summary>
public sealed record VoiceLocale
{
    /// <summary>BCP 47.</summary>
    public string Locale { get; init; } = string.Empty;

    /// <summary>ISO 639-1.</summary>
    public string? Language { get; init; }

    /// <summary>For people.</summary>
    public string? LocaleName { get; init; }

    /// <summary>For people; null when unknown.</summary>
    public string? Accent { get; init; }

    /// <summary>A sample in this locale; null when there is none.</summary>
    public string? PreviewUrl { get; init; }

    /// <summary>Whether it is the voice's primary one; null when unknown.</summary>
    public bool? IsPrimary { get; init; }
}
