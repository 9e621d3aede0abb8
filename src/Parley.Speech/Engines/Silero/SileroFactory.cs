using Parley.Speech.Registry;

namespace Parley.Speech.Engines.Silero;

/// <summary>Makes Silero known to the registry.</summary>
internal sealed class SileroFactory : IVoiceActivityFactory
{
    public string Id => SileroEngine.EngineId;

    public IVoiceActivityEngine Create(EngineContext context) => new SileroEngine(context.Options.Silero);

    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default)
    {
        var files = SileroFiles.Find(context.Options.Silero);
        var problem = files.Problem;
        string? version = null;
        if (problem is null)
        {
            try
            {
                version = $"{Path.GetFileNameWithoutExtension(files.Model)}, ONNX Runtime {OnnxRuntime.Load(files.Library!).Version}";
            }
            catch (OnnxException e)
            {
                problem = e.Message;
            }
        }

        return ValueTask.FromResult(new EngineReport
        {
            Id = Id,
            Job = "voice-activity",
            IsAvailable = problem is null,
            Version = version,
            Problem = problem,
            Remedy = problem is null ? null : SileroFiles.Remedy,
        });
    }
}
