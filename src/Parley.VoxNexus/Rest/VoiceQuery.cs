namespace Parley.VoxNexus;

/// <summary>Which voices to list; every null means any.</summary>
public sealed record VoiceQuery
{
    /// <summary>ISO 639-1 or BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary><c>male</c>, <c>female</c> or <c>neutral</c>.</summary>
    public string? Gender { get; init; }

    /// <summary><c>child</c>, <c>young</c>, <c>adult</c> or <c>senior</c>.</summary>
    public string? Age { get; init; }

    /// <summary>A style that the voice offers.</summary>
    public string? Style { get; init; }

    /// <summary>From 1; null for the first.</summary>
    public int? Page { get; init; }

    /// <summary>1 to 100; null for 20.</summary>
    public int? PageSize { get; init; }
}
