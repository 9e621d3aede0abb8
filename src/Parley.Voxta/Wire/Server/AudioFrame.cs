namespace Parley.Voxta.Wire;

/// <summary>Microphone diagnostics, at most ten a second; not audio.</summary>
public sealed record AudioFrame : ServerSessionMessage
{
    /// <summary>Level, 0 to 1.</summary>
    public double Rms { get; init; }

    /// <summary>Whether it holds speech.</summary>
    public bool VoiceActivity { get; init; }

    /// <summary>Whether recognition listens.</summary>
    public bool? Listening { get; init; }

    /// <summary>Level taken for silence.</summary>
    public double? NoiseFloorRms { get; init; }

    /// <summary>Level taken for speech.</summary>
    public double? ThresholdRms { get; init; }
}
