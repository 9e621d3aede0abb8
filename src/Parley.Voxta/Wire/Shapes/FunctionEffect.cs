namespace Parley.Voxta.Wire;

/// <summary>What happens when an action is chosen.</summary>
public sealed record FunctionEffect
{
    /// <summary>Flags to set or unset.</summary>
    public IReadOnlyList<string>? SetFlags { get; init; }

    /// <summary>Flags to unset.</summary>
    public IReadOnlyList<string>? ClearFlags { get; init; }

    /// <summary>Script to run.</summary>
    public string? Script { get; init; }

    /// <summary>Named effect.</summary>
    public string? Effect { get; init; }

    /// <summary>Instructions for the model.</summary>
    public string? Instructions { get; init; }

    /// <summary>Note to add.</summary>
    public string? Note { get; init; }

    /// <summary>Secret to add.</summary>
    public string? Secret { get; init; }

    /// <summary>Event message to add.</summary>
    public string? Event { get; init; }

    /// <summary>Story prompt.</summary>
    public string? Story { get; init; }

    /// <summary>App trigger to raise.</summary>
    public string? Trigger { get; init; }

    /// <summary>Knowledge to add.</summary>
    public IReadOnlyList<ContextDefinition>? Contexts { get; init; }

    /// <summary>Limit on the reply.</summary>
    public int? MaxSentences { get; init; }

    /// <summary>Limit on the reply.</summary>
    public int? MaxTokens { get; init; }
}
