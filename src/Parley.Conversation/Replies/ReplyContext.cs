using Microsoft.Extensions.AI;
using Parley.Conversation.Memories;

namespace Parley.Conversation.Replies;

/// <summary>What a session tells a reply engine besides the prompt: language models need it not, rules do.</summary>
public sealed record ReplyContext
{
    /// <summary>Key of it in <see cref="ChatOptions.AdditionalProperties"/>. Engines that send properties over a wire leave it out.</summary>
    public const string PropertyName = "parley.context";

    /// <summary>The player's name.</summary>
    public required string PlayerName { get; init; }

    /// <summary>The character's name.</summary>
    public required string CharacterName { get; init; }

    /// <summary>What time it is for the player.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Name of their time zone.</summary>
    public required string TimeZoneName { get; init; }

    /// <summary>What the character knows of the player.</summary>
    public IReadOnlyList<MemoryItem> Memories { get; init; } = [];

    /// <summary>Sentences the app put into the prompt.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>The context in options, or null.</summary>
    public static ReplyContext? From(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(PropertyName, out var value) == true ? value as ReplyContext : null;
}
