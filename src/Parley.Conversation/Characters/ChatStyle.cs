namespace Parley.Conversation.Characters;

/// <summary>How a conversation is led.</summary>
public enum ChatStyle
{
    /// <summary>Not said.</summary>
    Undefined,

    /// <summary>Short spoken turns between two people.</summary>
    Companion,

    /// <summary>Character and player act out a scene.</summary>
    Roleplay,

    /// <summary>The story is told at length.</summary>
    Storytelling,

    /// <summary>The character helps with tasks.</summary>
    Assistant,
}
