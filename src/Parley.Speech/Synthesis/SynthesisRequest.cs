namespace Parley.Speech.Synthesis;

/// <summary>One sentence or short passage to speak.</summary>
public sealed record SynthesisRequest
{
    /// <summary>Plain text in the voice's language.</summary>
    public required string Text { get; init; }

    /// <summary>A voice of the engine; null means its default.</summary>
    public string? VoiceId { get; init; }

    /// <summary>BCP 47 tag for a voice with several languages; null means the voice's primary locale.</summary>
    public string? Language { get; init; }

    /// <summary>Rate of speech, 0.5 to 2.0; 1 is the voice's own. Pitch stays.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Shift in semitones, −12 to 12; 0 is the voice's own. Duration stays.</summary>
    public double Pitch { get; init; }

    /// <summary>Factor on the samples, 0.0 to 1.0; 1 is the voice's own level, 0 is silence of the same length.</summary>
    public double Volume { get; init; } = 1;

    /// <summary>A style the voice lists; null or an unknown one means the voice's own.</summary>
    public string? Style { get; init; }

    /// <summary>How strongly the style is applied, above 0 to 2; 1 is normal.</summary>
    public double StyleDegree { get; init; } = 1;
}
