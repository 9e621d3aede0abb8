namespace Parley.Voxta.Wire;

/// <summary>Microphone diagnostics, at most ten a second; not audio.</summary>
public sealed record AudioFrame : ServerSessionMessage
{
    /// <summary>Level, 0 to 1.</summary>
    public double Rms { get; set; }

    /// <summary>Whether it holds speech.</summary>
    public bool VoiceActivity { get; set; }

    /// <summary>Whether recognition listens.</summary>
    public bool? Listening { get; set; }

    /// <summary>Level taken for silence.</summary>
    public double? NoiseFloorRms { get; set; }

    /// <summary>Level taken for speech.</summary>
    public double? ThresholdRms { get; set; }
}
