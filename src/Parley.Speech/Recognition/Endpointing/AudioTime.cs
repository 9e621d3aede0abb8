using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Recognition.Endpointing;

/// <summary>Sample counts at the decoders' rate as time.</summary>
internal static class AudioTime
{
    private const long TicksPerSample = TimeSpan.TicksPerSecond / IUtteranceDecoder.SampleRate;

    public static TimeSpan Of(long samples) => TimeSpan.FromTicks(samples * TicksPerSample);
}
