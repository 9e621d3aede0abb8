namespace Parley.Conversation.Memories;

/// <summary>Something a character is reminded of in its prompt: an entry of a lore-book or a memory.</summary>
/// <param name="Id">Stable within the session.</param>
/// <param name="Text">What comes into the prompt.</param>
/// <param name="Keywords">What brought it back.</param>
public sealed record RecalledEntry(string Id, string Text, IReadOnlyList<string> Keywords);
