namespace Parley.Voxta.Wire;

/// <summary>Deletes a chat, ending its session first.</summary>
public sealed record DeleteChatMessage : ClientMessage
{
    /// <summary>The chat.</summary>
    public Guid? ChatId { get; set; }

    /// <summary>Another spelling of <see cref="ChatId"/> that is accepted.</summary>
    public Guid? Id { get; set; }

    /// <summary>Another spelling of <see cref="ChatId"/> that is accepted.</summary>
    public Guid? LocalId { get; set; }
}
