namespace Parley.Conversation.Chats;

/// <summary>What a message is. Numbers are the Voxta wire's and stored as such.</summary>
public enum MessageRole
{
    /// <summary>Not known.</summary>
    Undefined = 0,

    /// <summary>Prompt text.</summary>
    System = 1,

    /// <summary>Said by a character.</summary>
    Assistant = 2,

    /// <summary>Said by the player.</summary>
    User = 3,

    /// <summary>Stands in the prompt for the messages it covers.</summary>
    Summary = 4,

    /// <summary>Something that happened; seen by character and player, answered.</summary>
    Event = 5,

    /// <summary>Told to the player only.</summary>
    Instructions = 6,

    /// <summary>Seen by character and player, not answered.</summary>
    Note = 7,

    /// <summary>Seen by the character only.</summary>
    Secret = 8,
}
