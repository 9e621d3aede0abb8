namespace Parley.Voxta.Wire;

/// <summary>Services of a session; null where there is none.</summary>
public sealed record ChatServices
{
    /// <summary>Writes replies.</summary>
    public ServiceReference TextGen { get; set; } = new();

    /// <summary>Recognises speech.</summary>
    public ServiceReference? SpeechToText { get; set; }

    /// <summary>Speaks.</summary>
    public ServiceReference? TextToSpeech { get; set; }

    /// <summary>Chooses actions.</summary>
    public ServiceReference? ActionInference { get; set; }

    /// <summary>Summarises.</summary>
    public ServiceReference? Summarization { get; set; }

    /// <summary>Draws.</summary>
    public ServiceReference? ImageGen { get; set; }
}
