using System.Diagnostics.Metrics;

namespace Parley.Speech;

/// <summary>What the speech engines count. The names are Parley's own.</summary>
public static class SpeechMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Parley.Speech";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly UpDownCounter<int> DecodersLeased =
        Meter.CreateUpDownCounter<int>("parley.recognition.decoders", "{decoder}", "Local decoders in use.");

    internal static readonly UpDownCounter<int> DecodersAwaited =
        Meter.CreateUpDownCounter<int>("parley.recognition.waiting", "{utterance}", "Utterances waiting for a local decoder.");

    internal static readonly Counter<int> DecodersRefused =
        Meter.CreateCounter<int>("parley.recognition.refused", "{utterance}", "Utterances that got no local decoder in time.");

    internal static readonly Histogram<double> DecoderWait =
        Meter.CreateHistogram<double>("parley.recognition.wait", "s", "How long utterances waited for a local decoder when none was free.");
}
