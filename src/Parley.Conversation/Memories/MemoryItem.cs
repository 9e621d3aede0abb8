namespace Parley.Conversation.Memories;

/// <summary>Something worth remembering about a player.</summary>
public sealed record MemoryItem
{
    /// <summary>Unique id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required MemoryScope Scope { get; init; }

    /// <summary>One sentence in the third person, e.g. <c>Ann has a dog called Biscuit.</c></summary>
    public required string Content { get; init; }

    /// <summary><c>fact</c>, <c>preference</c>, <c>relationship</c>, <c>event</c>, <c>emotional_state</c>, <c>correction</c> or <c>character_self</c>.</summary>
    public string Type { get; init; } = "fact";

    /// <summary>How sure the extraction is, 0 to 1.</summary>
    public double Confidence { get; init; } = 1;

    /// <summary><c>active</c>, <c>superseded</c>, <c>decayed</c> or <c>deleted</c>; only active ones come into prompts.</summary>
    public string Status { get; init; } = "active";

    /// <summary>Words that bring it back, lower case.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Name of a core fact with one value at a time, e.g. <c>name</c>; null for other memories. A new value supersedes the old one.</summary>
    public string? FactKey { get; init; }

    /// <summary>Its value; null exactly when <see cref="FactKey"/> is.</summary>
    public string? FactValue { get; init; }

    /// <summary>What it is about; null when not said.</summary>
    public string? Topic { get; init; }

    /// <summary>The chat it was learned in.</summary>
    public Guid? SourceChatId { get; init; }

    /// <summary>The words it was learned from.</summary>
    public string? SourceQuote { get; init; }

    /// <summary>How it was learned: <c>rules</c>, <c>model</c> or <c>client</c>.</summary>
    public string Source { get; init; } = "rules";

    /// <summary>When it was learned, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>When it last came into a prompt, UTC; null never.</summary>
    public DateTimeOffset? LastAccessed { get; init; }

    /// <summary>How often it came into a prompt.</summary>
    public int AccessCount { get; init; }
}
