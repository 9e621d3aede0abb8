namespace Parley.VoxNexus;

/// <summary>An utterance, complete.</summary>
public sealed record FinalTranscript : Transcript
{
    /// <summary>0 to 1; null when the engine has none.</summary>
    public double? Confidence { get; init; }

    /// <summary>The words, when timestamps were asked for; empty otherwise.</summary>
    public IReadOnlyList<TimedWord> Words { get; init; } = [];
}
