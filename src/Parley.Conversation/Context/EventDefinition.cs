namespace Parley.Conversation.Context;

/// <summary>Something that happens by itself when its conditions hold (Voxta specification §7.3).</summary>
public sealed record EventDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it is considered.</summary>
    public ActionTiming Timing { get; init; } = ActionTiming.AfterAssistantMessage;

    /// <summary>Whether later events are still considered when this one fired.</summary>
    public bool EvaluateNextEvent { get; init; }

    /// <summary>Chance to fire when everything else holds, 0 to 1; null is 1.</summary>
    public double? Probability { get; init; }

    /// <summary>Conversation messages needed since the start, or since <see cref="SinceFlag"/> was set.</summary>
    public int? MinMessages { get; init; }

    /// <summary>Messages by which it fires for certain: between the two the chance is 1 in (remaining + 1).</summary>
    public int? MaxMessages { get; init; }

    /// <summary>Chat time needed.</summary>
    public TimeSpan? MinChatTime { get; init; }

    /// <summary>Chat time after which it no longer fires.</summary>
    public TimeSpan? MaxChatTime { get; init; }

    /// <summary>Flag from whose setting messages and time are counted; it must be set. Null counts from the start.</summary>
    public string? SinceFlag { get; init; }

    /// <summary>Case-insensitive regular expressions that must all match the triggering text; empty for none.</summary>
    public IReadOnlyList<string> MatchFilter { get; init; } = [];

    /// <summary>Flag condition; null for always.</summary>
    public string? FlagsFilter { get; init; }

    /// <summary>Only while this role takes part; null for always.</summary>
    public string? RoleFilter { get; init; }

    /// <summary>Whether it fires only once in a chat.</summary>
    public bool Once { get; init; }

    /// <summary>Whether it is left out.</summary>
    public bool Disabled { get; init; }

    /// <summary>What it does.</summary>
    public ActionEffect Effect { get; init; } = new();
}
