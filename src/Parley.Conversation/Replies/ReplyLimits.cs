namespace Parley.Conversation.Replies;

/// <summary>Bounds of one reply.</summary>
/// <param name="FirstToken">Longest wait for the first token.</param>
/// <param name="NextToken">Longest wait for each further one.</param>
/// <param name="MaxLength">Greatest length in UTF-16 units.</param>
/// <param name="MaxSentences">Greatest number of pieces; null for no limit.</param>
internal sealed record ReplyLimits(TimeSpan FirstToken, TimeSpan NextToken, int MaxLength, int? MaxSentences);
