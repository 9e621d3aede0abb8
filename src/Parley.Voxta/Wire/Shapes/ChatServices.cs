namespace Parley.Voxta.Wire;

/// <summary>Services of a session; null where there is none.</summary>
public sealed record ChatServices
{
    /// <summary>Writes replies.</summary>
    public ServiceReference TextGen { get; init; } = new();

    /// <summary>Recognises speech.</summary>
    public ServiceReference? SpeechToText { get; init; }

    /// <summary>Speaks.</summary>
    public ServiceReference? TextToSpeech { get; init; }

    /// <summary>Chooses actions.</summary>
    public ServiceReference? ActionInference { get; init; }

    /// <summary>Summarises.</summary>
    public ServiceReference? Summarization { get; init; }

    /// <summary>Draws.</summary>
    public ServiceReference? ImageGen { get; init; }
}
