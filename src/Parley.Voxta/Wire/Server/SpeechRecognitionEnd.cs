namespace Parley.Voxta.Wire;

/// <summary>The user has finished speaking.</summary>
public sealed record SpeechRecognitionEnd : ServerSessionMessage
{
    /// <summary>The final transcript; null when nothing was said.</summary>
    public string? Text { get; set; }

    /// <summary>Complete, Incomplete, Rejected or Empty.</summary>
    public string? Reason { get; set; }
}
