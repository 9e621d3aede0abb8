using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Scenarios;

namespace Parley.Conversation.Prompts;

/// <summary>All that goes into a prompt.</summary>
internal sealed record PromptInput
{
    /// <summary>Who speaks.</summary>
    public required Character Character { get; init; }

    /// <summary>Names of the other characters.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    public required string PlayerName { get; init; }

    public Scenario? Scenario { get; init; }

    /// <summary>Messages, oldest first, those that a summary covers left out.</summary>
    public required IReadOnlyList<ChatMessage> History { get; init; }

    /// <summary>Bytes of the newest message's attachments.</summary>
    public IReadOnlyList<(ChatAttachment Attachment, ReadOnlyMemory<byte> Data)> Attachments { get; init; } = [];

    public IReadOnlyList<LoreEntry> Lore { get; init; } = [];

    public IReadOnlyList<MemoryItem> Memories { get; init; } = [];

    /// <summary>Contexts of the system prompt.</summary>
    public IReadOnlyList<string> SystemContexts { get; init; } = [];

    /// <summary>Contexts right before the reply.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>What the character can do.</summary>
    public IReadOnlyList<string> Abilities { get; init; } = [];

    public IReadOnlyList<(string? Title, string? Content)> Documents { get; init; } = [];

    /// <summary>What time it is for the player.</summary>
    public required DateTimeOffset Now { get; init; }

    public required string TimeZoneName { get; init; }

    public bool IsSpoken { get; init; }

    public bool IsStory { get; init; }

    public int? MaxSentences { get; init; }

    public int MaxTokens { get; init; } = 512;

    public string? ResponsePrefix { get; init; }

    /// <summary>Tokens the prompt may have.</summary>
    public int Budget { get; init; } = 6_000;
}
