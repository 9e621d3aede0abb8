namespace Parley.Speech.Recognition;

/// <summary>How a recognition stream listens.</summary>
public sealed record RecognitionOptions
{
    /// <summary>Rate of the samples that will be written, 8,000 to 48,000 Hz; default 16,000. Other rates are resampled.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>BCP 47 tag; null means the engine's default. An unknown language falls back to that default (logged once).</summary>
    public string? Language { get; init; }

    /// <summary>When an utterance begins and ends.</summary>
    public EndpointingOptions Endpointing { get; init; } = EndpointingOptions.Default;

    /// <summary>Whether <see cref="PartialTranscript"/> events are wanted; default true.</summary>
    public bool Partials { get; init; } = true;

    /// <summary>Words and names to expect; an engine without biasing ignores them.</summary>
    public IReadOnlyList<string> KeyTerms { get; init; } = [];

    /// <summary>The engine's model; null means its default.</summary>
    public string? Model { get; init; }
}
