namespace Parley.Voxta.Wire;

/// <summary>Asks for a chat's history without starting it; answered by <see cref="ChatLoaded"/>.</summary>
public sealed record LoadChatMessage : ClientMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; set; }
}
