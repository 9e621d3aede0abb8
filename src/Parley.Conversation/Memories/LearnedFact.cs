namespace Parley.Conversation.Memories;

/// <summary>A fact about the player as the rules find it in one of their sentences.</summary>
/// <param name="Content">One sentence in the third person.</param>
/// <param name="Type">Kind of memory.</param>
/// <param name="Quote">The words it was found in.</param>
/// <param name="Key">Name of the core fact; null for other memories.</param>
/// <param name="Value">Its value; null exactly when <paramref name="Key"/> is.</param>
internal sealed record LearnedFact(string Content, string Type, string Quote, string? Key = null, string? Value = null);
