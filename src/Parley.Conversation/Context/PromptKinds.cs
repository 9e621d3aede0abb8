namespace Parley.Conversation.Context;

/// <summary>Kinds of prompts. Numbers are the Voxta wire's.</summary>
[Flags]
public enum PromptKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Replies.</summary>
    Replies = 1,

    /// <summary>Choosing actions.</summary>
    ActionInference = 2,

    /// <summary>Summaries.</summary>
    Summarization = 4,

    /// <summary>Pictures to make.</summary>
    ImageGeneration = 8,

    /// <summary>Finding memories.</summary>
    Memory = 16,

    /// <summary>Story writing.</summary>
    Stories = 32,

    /// <summary>Pictures to look at.</summary>
    ComputerVision = 64,

    /// <summary>Movements to make.</summary>
    AnimationGeneration = 128,

    /// <summary>All.</summary>
    All = 255,
}
