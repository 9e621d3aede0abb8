using System.Text.Json;

namespace Parley.Conversation.Characters;

/// <summary>Knowledge that comes into the prompt when the conversation touches it (Character Card <c>character_book</c>).</summary>
public sealed record LoreBook
{
    /// <summary>Its name; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>How many of the newest messages are searched for keys; default 4.</summary>
    public int? ScanDepth { get; init; }

    /// <summary>Greatest number of tokens its entries may take; default 512.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Whether the text of matched entries is searched too.</summary>
    public bool RecursiveScanning { get; init; }

    /// <summary>Its entries.</summary>
    public IReadOnlyList<LoreEntry> Entries { get; init; } = [];

    /// <summary>The book's <c>extensions</c>: kept as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extensions { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Fields Parley does not know: kept as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> Unknown { get; init; } = new Dictionary<string, JsonElement>();
}
