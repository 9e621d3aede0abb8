namespace Parley.VoxNexus.Wire;

/// <summary>What a voice suits.</summary>
public sealed record VoiceLabels
{
    /// <summary>E.g. <c>warm</c>.</summary>
    public IReadOnlyList<string>? Personalities { get; init; }

    /// <summary>E.g. <c>narration</c>.</summary>
    public IReadOnlyList<string>? Scenarios { get; init; }
}
