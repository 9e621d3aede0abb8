using Parley.Speech.VoiceActivity;

namespace Parley.Speech.Registry;

/// <summary>A loaded voice activity model. Safe to use from any number of threads.</summary>
public interface IVoiceActivityEngine : IDisposable
{
    /// <summary>The engine's id, e.g. <c>silero</c>.</summary>
    string Id { get; }

    /// <summary>Makes a detector for one stream; its owner disposes it.</summary>
    IVoiceActivityDetector CreateDetector();
}
