namespace Parley.Conversation.Context;

/// <summary>What actions ask of the reply that follows.</summary>
/// <param name="MaxSentences">Limit of sentences; null for none.</param>
/// <param name="MaxTokens">Limit of tokens; null for none.</param>
internal sealed record ActionLimits(int? MaxSentences, int? MaxTokens)
{
    public static ActionLimits None { get; } = new(null, null);

    /// <summary>These limits, and the others where these are silent.</summary>
    public ActionLimits Over(ActionLimits other) => new(MaxSentences ?? other.MaxSentences, MaxTokens ?? other.MaxTokens);
}
