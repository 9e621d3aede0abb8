namespace Parley.Speech.Synthesis;

/// <summary>A named way to speak, made of what every engine can vary.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Rate">Factor on the rate of speech.</param>
/// <param name="Pitch">Shift in semitones.</param>
/// <param name="Range">Factor on how far the melody moves, where the engine can vary it.</param>
/// <param name="Volume">Factor on the samples.</param>
internal sealed record SpeakingStyle(string Name, double Rate, double Pitch, double Range, double Volume)
{
    private static readonly SpeakingStyle Neutral = new("neutral", 1, 0, 1, 1);

    /// <summary>
    /// The styles our engines list. Directions follow what is found in emotional speech (joy and anger: faster, higher, wider;
    /// sadness: slower, lower, flatter); sizes are kept small enough that words stay clear at degree 2.
    /// </summary>
    public static IReadOnlyList<SpeakingStyle> All { get; } =
    [
        new("affectionate", 0.94, 0.8, 1.1, 0.9),
        new("angry", 1.10, 1.0, 1.4, 1.15),
        new("calm", 0.92, -0.6, 0.8, 0.9),
        new("chat", 1.05, 0.4, 1.15, 1),
        new("cheerful", 1.08, 1.8, 1.35, 1.05),
        new("customerservice", 0.98, 0.6, 1.1, 1),
        new("disgruntled", 0.95, -1.0, 0.9, 1),
        new("excited", 1.15, 2.5, 1.5, 1.1),
        new("fearful", 1.12, 2.0, 0.8, 0.9),
        new("friendly", 1.02, 1.0, 1.2, 1),
        new("gentle", 0.93, 0.3, 0.9, 0.85),
        new("newscast", 1.04, -0.3, 1.05, 1.05),
        new("sad", 0.85, -1.8, 0.65, 0.85),
        new("serious", 0.95, -1.2, 0.85, 1),
    ];

    /// <summary>The names of <see cref="All"/>, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>The style a request asks for, at the degree it asks for; neutral for none and for unknown ones.</summary>
    public static SpeakingStyle Of(SynthesisRequest request)
    {
        if (request.Style is not { } name)
        {
            return Neutral;
        }

        foreach (var style in All)
        {
            if (style.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return request.StyleDegree == 1 ? style : style.At(request.StyleDegree);
            }
        }

        return Neutral;
    }

    private SpeakingStyle At(double degree) =>
        new(Name, Math.Pow(Rate, degree), Pitch * degree, Math.Pow(Range, degree), Math.Pow(Volume, degree));
}
