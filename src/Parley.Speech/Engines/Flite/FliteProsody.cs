using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.Flite;

/// <summary>How an utterance is spoken.</summary>
/// <param name="Stretch">Factor on durations, beside the voice's own.</param>
/// <param name="Pitch">Factor on the mean F0.</param>
/// <param name="Range">Factor on the deviation of F0.</param>
/// <param name="Gain">Factor on the samples, the voice's own included.</param>
internal readonly record struct FliteProsody(float Stretch, float Pitch, float Range, float Gain)
{
    public bool HasOwnF0 => Pitch == 1 && Range == 1;

    public static FliteProsody Of(SynthesisRequest request, FliteVoiceDefinition voice)
    {
        var style = SpeakingStyle.Of(request);
        return new FliteProsody(
            (float)(1 / Math.Clamp(request.Speed * style.Rate, 0.4, 2.5)),
            (float)Math.Pow(2, (request.Pitch + style.Pitch) / 12),
            (float)style.Range,
            voice.Gain * (float)Math.Min(request.Volume * style.Volume, request.Volume > 0 ? 1.3 : 0));
    }
}
