using Parley.Speech.Registry;
using Parley.Speech.VoiceActivity;

namespace Parley.Speech.Engines.Silero;

/// <summary>The model, shared by all detectors; it is freed when the engine and its last detector are gone.</summary>
internal sealed class SileroEngine : IVoiceActivityEngine
{
    public const string EngineId = "silero";

    private readonly OnnxSession _session;
    private volatile bool _disposed;

    /// <exception cref="EngineException">The library or the model is missing or unusable.</exception>
    public SileroEngine(SileroOptions options)
    {
        var files = SileroFiles.Find(options);
        if (files.Problem is { } problem)
        {
            throw new EngineException(EngineId, EngineFailure.Unavailable, $"{problem} Remedy: {SileroFiles.Remedy}");
        }

        try
        {
            _session = new OnnxSession(OnnxRuntime.Load(files.Library!), File.ReadAllBytes(files.Model!));
            using var probe = new SileroDetector(_session);
            probe.Process(new short[probe.FrameLength]);
        }
        catch (Exception e) when (e is OnnxException or EngineException or IOException or UnauthorizedAccessException)
        {
            _session?.Dispose();
            throw new EngineException(EngineId, EngineFailure.Unavailable, $"The voice activity model could not be loaded: {(e.InnerException ?? e).Message}", e);
        }
    }

    public string Id => EngineId;

    public IVoiceActivityDetector CreateDetector()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new SileroDetector(_session);
    }

    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
    }
}
