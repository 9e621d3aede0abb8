using Parley.Audio;
using Parley.Audio.VoiceActivity;
using Parley.Bench.Peers.Scripted;
using Parley.Speech;
using Parley.Speech.Recognition;

namespace Parley.Bench.Load.Voice;

/// <summary>
/// What a caller says, in frames of 20 ms, and when the server can know it: the same detector, gate and endpointing run over the same
/// samples here, so that the configured waits are known to the frame and only the server's own delay is left.
/// </summary>
internal sealed class VoiceScript
{
    public const int FrameSamples = 320;

    private const int PartialInterval = 1_600;
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(1);

    private VoiceScript(IReadOnlyList<byte[]> frames, IReadOnlyList<UtteranceFrames> utterances)
    {
        Frames = frames;
        Utterances = utterances;
    }

    /// <summary>The audio, 16-bit at 16 kHz.</summary>
    public IReadOnlyList<byte[]> Frames { get; }

    /// <summary>The utterances in it.</summary>
    public IReadOnlyList<UtteranceFrames> Utterances { get; }

    /// <param name="speech">One utterance at 16 kHz.</param>
    /// <param name="utterances">How often it is said; 0 for one period of silence.</param>
    /// <param name="period">From one beginning to the next.</param>
    /// <param name="endpointing">What the server ends utterances by.</param>
    /// <param name="voiceActivity"><c>energy</c> or <c>silero</c>, as at the server.</param>
    public static async Task<VoiceScript> CreateAsync(short[] speech, int utterances, TimeSpan period, EndpointingOptions endpointing, string voiceActivity)
    {
        var samples = Compose(speech, utterances, period);
        await using var engines = new SpeechEngines(new SpeechOptions { VoiceActivity = [voiceActivity], Recognizers = [], Synthesizers = [] });
        var found = Find(samples, endpointing, engines);
        return found.Count == utterances
            ? new VoiceScript([.. samples.Chunk(FrameSamples).Select(Bytes)], found)
            : throw new InvalidOperationException($"Voice activity finds {found.Count} utterances instead of {utterances}.");
    }

    // A room is never silent: noise some 60 dB down.
    private static short[] Compose(short[] speech, int utterances, TimeSpan period)
    {
        var random = new Random(1);
        var length = (int)((Lead + (Math.Max(utterances, 1) * period)).TotalMilliseconds / 20) * FrameSamples;
        var samples = new short[length];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)random.Next(-30, 31);
        }

        for (var n = 0; n < utterances; n++)
        {
            var start = (int)PcmFormat.Speech16K.Samples(Lead + (n * period));
            for (var i = 0; i < speech.Length; i++)
            {
                samples[start + i] = (short)Math.Clamp(samples[start + i] + speech[i], short.MinValue, short.MaxValue);
            }
        }

        return samples;
    }

    private static List<UtteranceFrames> Find(short[] samples, EndpointingOptions endpointing, SpeechEngines engines)
    {
        var found = new List<UtteranceFrames>();
        using var detector = engines.CreateVoiceActivityDetector();
        var gate = new SpeechGate(PcmFormat.Speech16K.SampleRate, endpointing.ToGateOptions());
        var (started, confirmed, accepted, sincePartial) = (-1, -1, 0, 0);
        for (var at = 0; at + detector.FrameLength <= samples.Length; at += detector.FrameLength)
        {
            var decided = gate.Process(detector.Process(samples.AsSpan(at, detector.FrameLength)), detector.FrameLength);
            var frame = (at + detector.FrameLength - 1) / FrameSamples;
            if (started >= 0)
            {
                Feed(detector.FrameLength);
            }

            switch (decided?.Kind)
            {
                case SpeechGateEventKind.Started:
                    (started, confirmed, accepted, sincePartial) = (frame, -1, 0, 0);
                    for (var left = (int)(gate.Position - decided.Value.AudioPosition); left > 0; left -= PartialInterval)
                    {
                        Feed(Math.Min(left, PartialInterval));
                    }

                    break;
                case SpeechGateEventKind.Ended:
                    found.Add(new UtteranceFrames(started, confirmed, frame));
                    started = -1;
                    break;
            }

            void Feed(int count)
            {
                accepted += count;
                sincePartial += count;
                if (sincePartial >= PartialInterval)
                {
                    sincePartial = 0;
                    confirmed = confirmed < 0 && accepted >= ScriptedUtteranceEngine.PartialAfter ? frame : confirmed;
                }
            }
        }

        return found;
    }

    private static byte[] Bytes(short[] samples)
    {
        var bytes = new byte[samples.Length * PcmFormat.BytesPerSample];
        Pcm16.ToBytes(samples, bytes);
        return bytes;
    }
}
