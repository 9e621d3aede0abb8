namespace Parley.Voxta.Wire;

/// <summary>What is heard so far.</summary>
public sealed record SpeechRecognitionPartial : ServerSessionMessage
{
    /// <summary>The running transcript.</summary>
    public string Text { get; set; } = "";
}
