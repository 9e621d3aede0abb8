namespace Parley.Voxta.Wire;

/// <summary>Lets a character speak.</summary>
public sealed record CharacterSpeechRequestMessage : ClientSessionMessage
{
    /// <summary>The character; null for the main one.</summary>
    public Guid? CharacterId { get; set; }

    /// <summary>What it says, word for word; blank asks for a generated reply.</summary>
    public string? Text { get; set; }
}
