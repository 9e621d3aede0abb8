using Parley.Audio.VoiceActivity;
using Parley.Speech.Recognition.Utterances;
using Parley.Speech.Registry;
using Parley.Speech.VoiceActivity;

namespace Parley.Speech.Engines.Energy;

/// <summary>Parley's own detector, which needs no model: level, pitch and change.</summary>
internal sealed class EnergyEngine : IVoiceActivityEngine
{
    public const string EngineId = "energy";

    public string Id => EngineId;

    public IVoiceActivityDetector CreateDetector() => new Detector();

    public void Dispose()
    {
    }

    private sealed class Detector : IVoiceActivityDetector
    {
        private readonly EnergyVoiceActivityDetector _detector = new(IUtteranceDecoder.SampleRate);

        public int SampleRate => _detector.SampleRate;

        public int FrameLength => _detector.FrameLength;

        public float Process(ReadOnlySpan<short> frame) => _detector.Process(frame);

        public void Reset() => _detector.Reset();

        public void Dispose()
        {
        }
    }
}
