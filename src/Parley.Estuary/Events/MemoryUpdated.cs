using Parley.Estuary.Wire;

namespace Parley.Estuary;

/// <summary><c>memory_updated</c>: something was learned about the player.</summary>
/// <param name="ConversationId">Where it was learned.</param>
/// <param name="MemoriesExtracted">How many memories are new.</param>
/// <param name="FactsExtracted">How many of them are core facts.</param>
/// <param name="NewMemories">The new memories.</param>
public sealed record MemoryUpdated(string ConversationId, int MemoriesExtracted, int FactsExtracted, IReadOnlyList<MemoryData> NewMemories) : EstuaryEvent;
