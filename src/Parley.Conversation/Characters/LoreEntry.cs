using System.Text.Json;

namespace Parley.Conversation.Characters;

/// <summary>An entry of a lore-book.</summary>
public sealed record LoreEntry
{
    /// <summary>Words that bring it in: any one of them.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>With <see cref="Selective"/>: one of these must be there too.</summary>
    public IReadOnlyList<string> SecondaryKeys { get; init; } = [];

    /// <summary>Whether <see cref="SecondaryKeys"/> count.</summary>
    public bool Selective { get; init; }

    /// <summary>Whether keys are regular expressions (V3).</summary>
    public bool UseRegex { get; init; }

    /// <summary>Whether case matters; default no.</summary>
    public bool CaseSensitive { get; init; }

    /// <summary>What comes into the prompt.</summary>
    public string Content { get; init; } = "";

    /// <summary>Whether it is used at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether it is always in the prompt.</summary>
    public bool Constant { get; init; }

    /// <summary>Lower comes earlier in the prompt.</summary>
    public double InsertionOrder { get; init; }

    /// <summary>Lower is dropped first when the budget is short; null counts as 10.</summary>
    public double? Priority { get; init; }

    /// <summary><c>before_char</c> or <c>after_char</c>; null means after.</summary>
    public string? Position { get; init; }

    /// <summary>Its id in the book, as its maker counts; null when none.</summary>
    public string? Id { get; init; }

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>For people.</summary>
    public string? Comment { get; init; }

    /// <summary>The entry's <c>extensions</c>: kept as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extensions { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Fields Parley does not know: kept as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> Unknown { get; init; } = new Dictionary<string, JsonElement>();
}
