namespace Parley.Voxta.Wire;

/// <summary>An augmentation in use.</summary>
public sealed record AugmentationInfo
{
    /// <summary>The service.</summary>
    public string? ServiceId { get; set; }

    /// <summary>The augmentation.</summary>
    public string? AugmentationKey { get; set; }
}
