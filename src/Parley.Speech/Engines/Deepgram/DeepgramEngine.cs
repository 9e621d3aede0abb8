using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.Deepgram;

/// <summary>Deepgram's live transcription.</summary>
internal sealed class DeepgramEngine(DeepgramOptions options, TimeProvider timeProvider) : IUtteranceEngine
{
    public const string EngineId = "deepgram";

    public string Id => EngineId;

    /// <summary>It takes any tag; the model decides.</summary>
    public IReadOnlyList<string> Languages => [];

    public IUtteranceDecoderSource OpenSource(UtteranceOptions utterances) => new DeepgramSource(options, utterances, timeProvider);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
