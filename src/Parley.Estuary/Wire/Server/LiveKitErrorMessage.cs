namespace Parley.Estuary.Wire;

/// <summary><c>livekit_error</c>: LiveKit failed or is not available.</summary>
public sealed record LiveKitErrorMessage
{
    /// <summary>A sentence.</summary>
    public string Error { get; set; } = "";
}
