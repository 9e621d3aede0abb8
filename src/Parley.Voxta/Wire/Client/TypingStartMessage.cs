namespace Parley.Voxta.Wire;

/// <summary>The user began typing.</summary>
public sealed record TypingStartMessage : ClientSessionMessage;
