namespace Parley.Conversation.Context;

/// <summary>What an action or event does, before it is reported. Null or empty members do nothing.</summary>
public sealed record ActionEffect
{
    /// <summary>Flags to set, in the syntax of the Voxta specification §7.4.</summary>
    public IReadOnlyList<string> SetFlags { get; init; } = [];

    /// <summary>Flags to clear.</summary>
    public IReadOnlyList<string> ClearFlags { get; init; } = [];

    /// <summary>Script to run.</summary>
    public string? Script { get; init; }

    /// <summary>Instructions message to add.</summary>
    public string? Instructions { get; init; }

    /// <summary>Note to add.</summary>
    public string? Note { get; init; }

    /// <summary>Secret to add.</summary>
    public string? Secret { get; init; }

    /// <summary>Event message to add.</summary>
    public string? Event { get; init; }

    /// <summary>Prompt from which the model writes an event message.</summary>
    public string? Story { get; init; }

    /// <summary>Manual action to run.</summary>
    public string? Trigger { get; init; }

    /// <summary>Contexts to set under the key of the action.</summary>
    public IReadOnlyList<ContextDefinition> Contexts { get; init; } = [];

    /// <summary>Limit of sentences for the reply that follows; null for none.</summary>
    public int? MaxSentences { get; init; }

    /// <summary>Limit of tokens for the reply that follows; null for none.</summary>
    public int? MaxTokens { get; init; }
}
