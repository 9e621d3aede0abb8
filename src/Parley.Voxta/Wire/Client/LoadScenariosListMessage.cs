namespace Parley.Voxta.Wire;

/// <summary>Asks for the scenarios open to this app; answered by <see cref="ScenariosListLoaded"/>.</summary>
public sealed record LoadScenariosListMessage : ClientMessage;
