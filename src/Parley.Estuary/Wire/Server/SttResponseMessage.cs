namespace Parley.Estuary.Wire;

/// <summary><c>stt_response</c>: what the player says.</summary>
public sealed record SttResponseMessage
{
    /// <summary>The utterance so far, or as a whole.</summary>
    public string Text { get; set; } = "";

    /// <summary>Whether the utterance has ended.</summary>
    public bool IsFinal { get; set; }

    /// <summary>How sure the recogniser is, 0 to 1; null when not said.</summary>
    public double? Confidence { get; set; }
}
