namespace Parley.Voxta.Wire;

/// <summary>A picture is wanted; answered over REST.</summary>
public sealed record VisionCaptureRequest : ServerSessionMessage
{
    /// <summary>The request.</summary>
    public Guid VisionCaptureRequestId { get; set; }

    /// <summary>Screen, Eyes or Attachment.</summary>
    public string Source { get; set; } = "";
}
