namespace Parley.Estuary.Wire;

/// <summary><c>voice_error</c>: recognition could not begin or go on.</summary>
public sealed record VoiceErrorMessage
{
    /// <summary>A sentence or word, e.g. <c>stt_unavailable</c>.</summary>
    public string Error { get; set; } = "";

    /// <summary>The same under the name that some clients read.</summary>
    public string? Message { get; set; }
}
