namespace Parley.Voxta.Wire;

/// <summary>Changes the chat's title.</summary>
public sealed record UpdateChatMessage : ClientSessionMessage
{
    /// <summary>The chat, where the session is not named.</summary>
    public Guid? ChatId { get; set; }

    /// <summary>The new title; empty clears it.</summary>
    public string? Title { get; set; }
}
