namespace Parley.Voxta.Wire;

/// <summary>What happens when an action is chosen.</summary>
public sealed record FunctionEffect
{
    /// <summary>Flags to set or unset.</summary>
    public IReadOnlyList<string>? SetFlags { get; set; }

    /// <summary>Flags to unset.</summary>
    public IReadOnlyList<string>? ClearFlags { get; set; }

    /// <summary>Script to run.</summary>
    public string? Script { get; set; }

    /// <summary>Named effect.</summary>
    public string? Effect { get; set; }

    /// <summary>Instructions for the model.</summary>
    public string? Instructions { get; set; }

    /// <summary>Note to add.</summary>
    public string? Note { get; set; }

    /// <summary>Secret to add.</summary>
    public string? Secret { get; set; }

    /// <summary>Event message to add.</summary>
    public string? Event { get; set; }

    /// <summary>Story prompt.</summary>
    public string? Story { get; set; }

    /// <summary>App trigger to raise.</summary>
    public string? Trigger { get; set; }

    /// <summary>Knowledge to add.</summary>
    public IReadOnlyList<ContextDefinition>? Contexts { get; set; }

    /// <summary>Limit on the reply.</summary>
    public int? MaxSentences { get; set; }

    /// <summary>Limit on the reply.</summary>
    public int? MaxTokens { get; set; }
}
