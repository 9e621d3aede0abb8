namespace Parley.Speech.Synthesis;

/// <summary>A voice of a synthesiser.</summary>
public sealed record Voice
{
    /// <summary>Unique id with the engine's name in front, e.g. <c>flite-slt</c>, <c>espeak-de</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people, e.g. <c>SLT</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The engine that speaks it.</summary>
    public required string EngineId { get; init; }

    /// <summary>BCP 47 tag of its own language, e.g. <c>en-US</c>.</summary>
    public required string PrimaryLocale { get; init; }

    /// <summary>All languages it speaks, <see cref="PrimaryLocale"/> among them.</summary>
    public required IReadOnlyList<string> Locales { get; init; }

    /// <summary><c>male</c>, <c>female</c> or <c>neutral</c>.</summary>
    public string Gender { get; init; } = "neutral";

    /// <summary><c>child</c>, <c>young</c>, <c>adult</c> or <c>senior</c>.</summary>
    public string Age { get; init; } = "adult";

    /// <summary>One sentence about it; null when there is nothing to say.</summary>
    public string? Description { get; init; }

    /// <summary>Styles that <see cref="SynthesisRequest.Style"/> understands.</summary>
    public IReadOnlyList<string> Styles { get; init; } = [];

    /// <summary>Its own sample rate in hertz.</summary>
    public required int SampleRate { get; init; }
}
