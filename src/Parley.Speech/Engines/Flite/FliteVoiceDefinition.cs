namespace Parley.Speech.Engines.Flite;

/// <summary>What is known of a Flite voice without loading it.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Library">Shared library that holds it.</param>
/// <param name="RegisterFunction">The library's function that returns the voice.</param>
/// <param name="Gender">As in <see cref="Synthesis.Voice.Gender"/>.</param>
/// <param name="Locale">BCP 47 tag.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Gain">Linear factor that brings its speech to the level all voices have.</param>
/// <param name="MeanF0">Mean F0 in hertz that, as a target, gives the voice's own pitch.</param>
/// <param name="DeviationF0">Standard deviation of F0 in hertz, likewise.</param>
internal sealed record FliteVoiceDefinition(
    string Id,
    string Name,
    string Library,
    string RegisterFunction,
    string Gender,
    string Locale,
    string Description,
    float Gain,
    float MeanF0,
    float DeviationF0)
{
    /// <summary>Rate of every voice here, in hertz.</summary>
    public const int SampleRate = 16_000;

    /// <summary>
    /// All voices, the default first. Gains bring the RMS of voiced speech to −20 dB of full scale. The F0 targets are the
    /// statistics in the voices themselves, but for rms, whose cluster trees sit 14 % below its SPAM model.
    /// </summary>
    public static IReadOnlyList<FliteVoiceDefinition> All { get; } =
    [
        new("flite-slt", "SLT", "libflite_cmu_us_slt.so.1", "register_cmu_us_slt", "female", "en-US",
            "American woman, statistical voice: smooth, the best of Flite's.", 0.60f, 172, 27),
        new("flite-rms", "RMS", "libflite_cmu_us_rms.so.1", "register_cmu_us_rms", "male", "en-US",
            "American man, statistical voice: deep and calm.", 1.06f, 112, 27),
        new("flite-awb", "AWB", "libflite_cmu_us_awb.so.1", "register_cmu_us_awb", "male", "en-GB",
            "Scottish man, statistical voice.", 1.0f, 132, 25),
        new("flite-kal16", "KAL16", "libflite_cmu_us_kal16.so.1", "register_cmu_us_kal16", "male", "en-US",
            "American man, diphone voice: robotic, clear and by far the fastest.", 2.2f, 95, 11),
    ];
}
