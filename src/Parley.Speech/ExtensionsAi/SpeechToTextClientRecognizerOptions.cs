namespace Parley.Speech.ExtensionsAi;

/// <summary>What a speech-to-text client of Microsoft.Extensions.AI does not tell of itself.</summary>
public sealed record SpeechToTextClientRecognizerOptions
{
    /// <summary>Id of the engine.</summary>
    public required string Id { get; init; }

    /// <summary>Languages it recognises as BCP 47 tags, its default first; empty (default) means any.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>From the end of an utterance to its text; 100 ms to 10 min, default 20 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}
