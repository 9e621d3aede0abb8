namespace Parley.Estuary.Wire;

/// <summary><c>camera_capture</c>: a picture is wanted, answered by <c>camera_image</c>.</summary>
public sealed record CameraCaptureMessage
{
    /// <summary>The request.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>What the player said; null for nothing.</summary>
    public string? Text { get; set; }
}
