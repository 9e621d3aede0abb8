using Parley.Speech.Synthesis;

namespace Parley.Speech.ExtensionsAi;

/// <summary>What a client of Microsoft.Extensions.AI does not tell of itself.</summary>
public sealed record TextToSpeechClientSynthesizerOptions
{
    /// <summary>Id of the engine.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Its voices, the default first; each id begins with <see cref="Id"/> and a hyphen, behind which stands the client's own
    /// voice id. All have one rate.
    /// </summary>
    public required IReadOnlyList<Voice> Voices { get; init; }

    /// <summary>What to ask the client for: <c>pcm</c> (default) or <c>wav</c>. Raw PCM without a rate has the voice's.</summary>
    public string AudioFormat { get; init; } = "pcm";

    /// <summary>From the call to the first audio; 100 ms to 10 min, default 10 s.</summary>
    public TimeSpan FirstAudioTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two updates; 100 ms to 10 min, default 5 s.</summary>
    public TimeSpan UpdateTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
