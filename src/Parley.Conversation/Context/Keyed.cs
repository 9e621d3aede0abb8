namespace Parley.Conversation.Context;

/// <summary>A definition and the key it was set under.</summary>
/// <typeparam name="T">Kind of definition.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Definition">The definition.</param>
public sealed record Keyed<T>(string Key, T Definition);
