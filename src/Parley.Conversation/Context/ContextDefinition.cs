namespace Parley.Conversation.Context;

/// <summary>A sentence for the prompt (Voxta specification §7.1).</summary>
public sealed record ContextDefinition
{
    /// <summary>The sentence; a template.</summary>
    public required string Text { get; init; }

    /// <summary>Its name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The client's own id; null for none.</summary>
    public Guid? Id { get; init; }

    /// <summary>Whether it is left out.</summary>
    public bool Disabled { get; init; }

    /// <summary>Flag condition; null for always.</summary>
    public string? FlagsFilter { get; init; }

    /// <summary>Only for the character in this role; null for everyone.</summary>
    public string? RoleFilter { get; init; }

    /// <summary>The prompts it goes into.</summary>
    public PromptKinds ApplyTo { get; init; } = PromptKinds.All;

    /// <summary>Whether it goes into the system prompt instead of right before the reply.</summary>
    public bool InSystemPrompt { get; init; }
}
