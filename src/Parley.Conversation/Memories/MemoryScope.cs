namespace Parley.Conversation.Memories;

/// <summary>Whose memories: what one character knows of one player.</summary>
/// <param name="Player">The player.</param>
/// <param name="CharacterId">The character.</param>
public readonly record struct MemoryScope(Player Player, Guid CharacterId);
