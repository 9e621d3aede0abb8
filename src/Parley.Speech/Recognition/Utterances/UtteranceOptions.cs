namespace Parley.Speech.Recognition.Utterances;

/// <summary>What an engine needs to know of a stream.</summary>
/// <param name="Language">BCP 47 tag; null means the engine's own default.</param>
/// <param name="Partials">Whether anybody wants partial transcripts.</param>
/// <param name="KeyTerms">Words and names to expect.</param>
/// <param name="Model">The engine's model; null means its default.</param>
/// <param name="Silence">The silence that ends an utterance; null where silence does not (push-to-talk).</param>
internal sealed record UtteranceOptions(
    string? Language, bool Partials, IReadOnlyList<string> KeyTerms, string? Model, TimeSpan? Silence);
