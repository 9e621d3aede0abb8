namespace Parley.Voxta.Wire;

/// <summary>A message of the user's; blank text without attachment asks for a reply now.</summary>
public sealed record SendMessage : ClientSessionMessage
{
    /// <summary>The text, at most 32,768 UTF-16 units.</summary>
    public string? Text { get; set; }

    /// <summary>Whether the character replies; default true.</summary>
    public bool DoReply { get; set; } = true;

    /// <summary>Whether the conversation goes on after the message; default true.</summary>
    public bool DoContinue { get; set; } = true;

    /// <summary>Whether actions are inferred from the message; default true.</summary>
    public bool DoUserActionInference { get; set; } = true;

    /// <summary>Whether actions are inferred around the reply; default true.</summary>
    public bool DoCharacterActionInference { get; set; } = true;

    /// <summary>Pictures sent with it.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; set; }

    /// <summary>How the reply has to begin.</summary>
    public string? CharacterResponsePrefix { get; set; }

    /// <summary>Role of the message; default User.</summary>
    public ChatMessageRole Role { get; set; } = ChatMessageRole.User;

    /// <summary>Who should answer; null lets the server choose.</summary>
    public Guid? CharacterId { get; set; }

    /// <summary>Event to raise with it.</summary>
    public string? TriggerEvent { get; set; }

    /// <summary>Whether the story writer answers.</summary>
    public bool UseStoryWriter { get; set; }

    /// <summary>Limits on the reply.</summary>
    public GenerateConstraint? GenerateConstraintRequest { get; set; }
}
