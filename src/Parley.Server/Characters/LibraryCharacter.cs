using Parley.Conversation.Characters;

namespace Parley.Server.Characters;

/// <summary>A character of the library.</summary>
/// <param name="Character">The character, read-only.</param>
/// <param name="Picture">Its picture; null when it has none.</param>
public sealed record LibraryCharacter(Character Character, CharacterPicture? Picture);
