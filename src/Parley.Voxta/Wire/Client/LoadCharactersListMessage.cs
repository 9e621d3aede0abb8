namespace Parley.Voxta.Wire;

/// <summary>Asks for the characters; answered by <see cref="CharactersListLoaded"/>.</summary>
public sealed record LoadCharactersListMessage : ClientMessage;
