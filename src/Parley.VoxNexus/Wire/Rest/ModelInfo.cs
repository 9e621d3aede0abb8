namespace Parley.VoxNexus.Wire;

/// <summary>One model of <c>/v1/models</c>. The service's own form is not published; this one is proposed.</summary>
public sealed record ModelInfo
{
    /// <summary>What <c>model_id</c> takes.</summary>
    public string ModelId { get; init; } = string.Empty;

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary><c>stt</c> or <c>tts</c>.</summary>
    public string? Type { get; init; }

    /// <summary>BCP 47 tags.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Whether it works on a socket.</summary>
    public bool? SupportsStreaming { get; init; }

    /// <summary>Whether it gives word times.</summary>
    public bool? SupportsTimestamps { get; init; }

    /// <summary>Whether it tells speakers apart.</summary>
    public bool? SupportsDiarization { get; init; }

    /// <summary>Whether it is what no <c>model_id</c> means.</summary>
    public bool? IsDefault { get; init; }
}
