using System.Text.Json;
using Parley.Conversation.Characters;
using Parley.Conversation.Context;

namespace Parley.Conversation.Scenarios;

/// <summary>A setting with roles, what happens in it and what may be done in it (Voxta specification §7.5).</summary>
public sealed record Scenario
{
    /// <summary>Unique id within the tenant.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The app it is bound to; null for any.</summary>
    public string? Client { get; init; }

    /// <summary>Added to the system prompt; a template.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Whether the characters go on by themselves (<c>Story</c>) instead of waiting for the player.</summary>
    public bool IsStory { get; init; }

    /// <summary>How the conversation is led.</summary>
    public ChatStyle ChatStyle { get; init; } = ChatStyle.Companion;

    /// <summary>The roles; the first one is <c>{{ char }}</c>.</summary>
    public IReadOnlyList<ScenarioRole> Roles { get; init; } = [];

    /// <summary>Messages a new chat begins with, instead of the character's first message.</summary>
    public IReadOnlyList<BootstrapMessage> Bootstrap { get; init; } = [];

    /// <summary>Contexts of the key <c>_scenario</c>.</summary>
    public IReadOnlyList<ContextDefinition> Contexts { get; init; } = [];

    /// <summary>Actions of the key <c>_scenario</c>.</summary>
    public IReadOnlyList<ActionDefinition> Actions { get; init; } = [];

    /// <summary>Events of the key <c>_scenario</c>.</summary>
    public IReadOnlyList<EventDefinition> Events { get; init; } = [];

    /// <summary>
    /// JavaScript that is run when a session begins (<c>start</c>), after each reply (<c>generatingComplete</c>) and at an app's script events
    /// (<c>app:name</c>), if it mentions the event; empty for none.
    /// </summary>
    public string Script { get; init; } = "";

    /// <summary>The character that narrates; null for none.</summary>
    public Guid? NarratorId { get; init; }

    /// <summary>Settings per app: app name to name to value.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> AppConfiguration { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Shipped with Parley or read from a file: cannot be changed.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Fields Parley does not know: kept as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> Unknown { get; init; } = new Dictionary<string, JsonElement>();
}
