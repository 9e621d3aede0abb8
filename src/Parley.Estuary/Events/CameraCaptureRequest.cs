namespace Parley.Estuary;

/// <summary><c>camera_capture</c>: a picture is wanted; answer with <see cref="EstuaryClient.SendCameraImageAsync"/>.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Text">What the player said; null for nothing.</param>
public sealed record CameraCaptureRequest(string RequestId, string? Text) : EstuaryEvent;
