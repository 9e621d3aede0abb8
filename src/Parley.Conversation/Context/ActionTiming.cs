namespace Parley.Conversation.Context;

/// <summary>When an action or event is considered. Numbers are the Voxta wire's.</summary>
public enum ActionTiming
{
    /// <summary>After the player's message, before the reply.</summary>
    AfterUserMessage = 0,

    /// <summary>Before the character's reply is generated.</summary>
    BeforeAssistantMessage = 1,

    /// <summary>After the character's reply.</summary>
    AfterAssistantMessage = 2,

    /// <summary>Only when triggered by name.</summary>
    Manual = 3,

    /// <summary>Only when the player presses its button.</summary>
    Button = 4,

    /// <summary>After the player's message and after the character's reply.</summary>
    AfterAnyMessage = 5,
}
