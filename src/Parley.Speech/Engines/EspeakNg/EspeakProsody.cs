using System.Globalization;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.EspeakNg;

/// <summary>How an utterance is spoken, in eSpeak's own numbers.</summary>
/// <param name="WordsPerMinute">80 to 450; 175 is eSpeak's default.</param>
/// <param name="PitchStep">0 to 99; 50 is the voice's own.</param>
/// <param name="Gain">Factor on the samples.</param>
internal readonly record struct EspeakProsody(int WordsPerMinute, int PitchStep, float Gain)
{
    /// <summary>Brings eSpeak's speech to the level all voices have.</summary>
    private const float VoiceGain = 1.0f;

    public static EspeakProsody Of(SynthesisRequest request)
    {
        var style = SpeakingStyle.Of(request);

        // A step moves the base of the melody and not its range: measured 0.19 semitones in the median upwards, 0.15 downwards.
        var pitch = request.Pitch + style.Pitch;
        var step = 50 + (pitch * (pitch > 0 ? 5.4 : 6.5));
        return new EspeakProsody(
            Math.Clamp((int)Math.Round(175 * request.Speed * style.Rate), 80, 450),
            Math.Clamp((int)Math.Round(step), 0, 99),
            VoiceGain * (float)Math.Min(request.Volume * style.Volume, request.Volume > 0 ? 1.3 : 0));
    }

    public IEnumerable<string> Arguments(string voice) =>
    [
        "-v", voice, "-s", WordsPerMinute.ToString(CultureInfo.InvariantCulture), "-p", PitchStep.ToString(CultureInfo.InvariantCulture),
        "-b", "1", "--stdin", "--stdout",
    ];
}
