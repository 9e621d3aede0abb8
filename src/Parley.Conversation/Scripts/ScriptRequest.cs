using System.Text.Json;
using Parley.Conversation.Context;

namespace Parley.Conversation.Scripts;

/// <summary>A script to run and what it sees.</summary>
/// <param name="Script">Its source.</param>
/// <param name="Name">What started it, for logs: an action, an event, <c>runScript</c>.</param>
/// <param name="Context">Flags, roles and variables it may read.</param>
public sealed record ScriptRequest(string Script, string Name, ContextSnapshot Context)
{
    /// <summary>The event that started it, e.g. <c>app:name</c>; null for none.</summary>
    public string? EventName { get; init; }

    /// <summary>Arguments of the action or event.</summary>
    public IReadOnlyList<ActionArgument> Arguments { get; init; } = [];

    /// <summary>The reply that the event is about; null for none.</summary>
    public string? MessageText { get; init; }

    /// <summary>Name of the main character.</summary>
    public string CharacterName { get; init; } = "";

    /// <summary>Name of the player.</summary>
    public string PlayerName { get; init; } = "";

    /// <summary>Time since the chat began.</summary>
    public TimeSpan ChatTime { get; init; }

    /// <summary>Script variables as earlier runs of the chat left them.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();
}
